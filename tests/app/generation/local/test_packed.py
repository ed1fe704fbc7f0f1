from __future__ import annotations

import copy

import pytest
import torch
from torch import nn

from app.generation.local.packed import pack
from tests.app.generation.conftest import Maker


@pytest.mark.parametrize("shape", [(1, 1, 40), (3, 40), (2, 5, 40), (100, 1, 40)])
@pytest.mark.parametrize("bias", [True, False])
def test_packed_layers_give_the_same(shape: tuple[int, ...], bias: bool) -> None:
    torch.manual_seed(0)
    plain = nn.Sequential(nn.Linear(40, 24, bias=bias), nn.GELU(), nn.Sequential(nn.Linear(24, 8, bias=bias)))
    packed = copy.deepcopy(plain)
    with torch.inference_mode():
        pack(packed)
        assert not any(type(module) is nn.Linear for module in packed.modules())
        rows = torch.randn(shape)
        torch.testing.assert_close(packed(rows), plain(rows), rtol=1e-5, atol=1e-5)


def test_a_packed_model_gives_the_same_scores(make_model: Maker) -> None:
    plain = make_model().engine.model
    packed = copy.deepcopy(plain)
    pack(packed.base_model)
    tokens = torch.arange(5, 25)[None]
    with torch.inference_mode():
        torch.testing.assert_close(packed(tokens).logits, plain(tokens).logits, rtol=1e-3, atol=1e-3)
