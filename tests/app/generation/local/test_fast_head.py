from __future__ import annotations

import math

import pytest
import torch

from app.generation.local.fast_head import FastHead


@pytest.mark.parametrize(("tokens", "size", "rows"), [(20_000, 64, 17), (100, 32, 5), (8192, 48, 1)])
def test_the_best_token_is_that_of_the_full_computation(tokens: int, size: int, rows: int) -> None:
    random = torch.Generator().manual_seed(tokens)
    spread = torch.exp(2 * torch.randn(size, generator=random))
    weight = torch.randn(tokens, size, generator=random) / spread**0.5
    hidden = torch.randn(rows, size, generator=random) * spread
    scores, expected = (hidden @ weight.T).max(dim=1)
    best, values = FastHead(weight, spread).best(hidden)
    assert best == expected.tolist()
    torch.testing.assert_close(torch.tensor(values), scores, rtol=1e-4, atol=1e-4)


def test_near_ties_are_decided_in_full() -> None:
    random = torch.Generator().manual_seed(3)
    weight = torch.randn(1000, 64, generator=random)
    weight[700] = weight[10] * (1 + 1e-5)
    hidden = weight[[10]] * 2
    assert FastHead(weight, torch.ones(64)).best(hidden)[0] == [700]


def test_broken_and_zero_states_do_not_raise() -> None:
    head = FastHead(torch.randn(300, 16), torch.zeros(16))
    best, values = head.best(torch.tensor([[float("nan")] * 16, [0.0] * 16, [float("inf")] * 16]))
    assert [math.isfinite(value) for value in values] == [False, True, False]
    assert len(best) == 3
