from __future__ import annotations

import pytest
import torch

from app.generation.local.prefixes import Group, PrefixStore, common_length, group_by_prefix
from tests.app.generation.conftest import Maker


@pytest.mark.parametrize(
    ("left", "right", "length"), [([1, 2, 3], [1, 2, 4], 2), ([1], [1, 2], 1), ([], [1], 0), ([2], [1], 0)]
)
def test_common_length(left: list[int], right: list[int], length: int) -> None:
    assert common_length(left, right) == length


@pytest.mark.parametrize(
    ("prompts", "groups"),
    [
        ([[1, 2, 3, 4], [1, 2, 3, 5]], [Group((0, 1), 3)]),
        ([[1, 2, 3], [1, 2, 3]], [Group((0, 1), 2)]),  # each keeps a token of its own
        ([[1, 2, 3, 4], [9, 2, 3, 4], [1, 2, 3, 4, 5]], [Group((0, 2), 3), Group((1,), 0)]),
        ([[1], [1]], [Group((0, 1), 0)]),
        ([], []),
    ],
)
def test_group_by_prefix(prompts: list[list[int]], groups: list[Group]) -> None:
    assert group_by_prefix(prompts, depth=2) == groups


def test_remembered_beginnings_are_cut_and_extended(make_model: Maker) -> None:
    model = make_model().engine.model
    tokens = list(range(5, 35))
    with torch.inference_mode():
        fresh = PrefixStore(model).states(tokens)
        store = PrefixStore(model, size=2)
        store.states(tokens[:20])
        for wanted in (tokens, tokens[:12], [*tokens[:9], 1, 2, 3]):
            states, right = store.states(wanted), PrefixStore(model).states(wanted)
            for (keys, values), (right_keys, right_values) in zip(states, right, strict=True):
                torch.testing.assert_close(keys, right_keys)
                torch.testing.assert_close(values, right_values)
        assert fresh[0][0].shape[2] == 30
        assert store.states([]) == []
