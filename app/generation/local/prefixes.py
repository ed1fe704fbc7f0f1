"""Prompts that begin alike: the shared beginning is computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers.cache_utils import Cache, DynamicCache, DynamicLayer

from app.generation.local.slots import KeyValues

MIN_SHARED = 8
"""Tokens; a shorter common beginning is not worth a forward pass of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Prompts (by index) that share their first `shared` tokens (0: they share nothing)."""

    members: tuple[int, ...]
    shared: int


def common_length(left: Sequence[int], right: Sequence[int]) -> int:
    """How many tokens `left` and `right` share from the start."""
    limit = min(len(left), len(right))
    return next((place for place in range(limit) if left[place] != right[place]), limit)


def group_by_prefix(prompts: Sequence[Sequence[int]], *, depth: int = MIN_SHARED) -> list[Group]:
    """Group prompts whose first `depth` tokens agree; each prompt keeps at least one token of its own.

    Args:
        prompts: token ids, none empty.
        depth: tokens that must agree.
    """
    kinds: dict[tuple[int, ...], list[int]] = {}
    for index, prompt in enumerate(prompts):
        kinds.setdefault(tuple(prompt[:depth]), []).append(index)
    groups = []
    for members in kinds.values():
        low = min(members, key=lambda index: tuple(prompts[index]))
        high = max(members, key=lambda index: tuple(prompts[index]))
        shared = common_length(prompts[low], prompts[high]) if len(members) > 1 else 0
        shared = min(shared, min(len(prompts[index]) for index in members) - 1)
        groups.append(Group(tuple(members), shared if shared >= depth else 0))
    return groups


class PrefixLayer(DynamicLayer):  # type: ignore[no-untyped-call]
    """One layer's cache for prompts with a common beginning, which is held once; keeps the rows' own states."""

    def __init__(self, keys: torch.Tensor, values: torch.Tensor) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.prefix = keys, values

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: object, **kwargs: object
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Keep the rows' own states; returns them behind the beginning."""
        self.keys, self.values = key_states, value_states
        keys, values = (states.expand(len(key_states), -1, -1, -1) for states in self.prefix)
        return torch.cat([keys, key_states], dim=2), torch.cat([values, value_states], dim=2)

    def get_seq_length(self) -> int:
        """The length of the beginning."""
        return int(self.prefix[0].shape[2])


def prefix_cache(prefix: KeyValues) -> Cache:
    """A cache for one forward pass of prompts that begin with `prefix` (one row, or nothing)."""
    return Cache(layers=[PrefixLayer(*states) for states in prefix]) if prefix else DynamicCache()


def states_of(cache: Cache) -> KeyValues:
    """The keys and values that the forward pass added."""
    layers: list[Any] = cache.layers
    return [(layer.keys, layer.values) for layer in layers]


class PrefixStore:
    """Remembers the keys and values of the latest prompt beginnings.

    Args:
        model: a transformers causal language model.
        size: how many beginnings are remembered.
    """

    def __init__(self, model: Any, size: int = 4) -> None:
        self._model, self._size = model, size
        self._known: dict[tuple[int, ...], KeyValues] = {}

    def states(self, tokens: Sequence[int]) -> KeyValues:
        """The keys and values of `tokens`; nothing for no tokens."""
        if not tokens:
            return []
        wanted = tuple(tokens)
        best = max(self._known, key=lambda known: common_length(known, wanted), default=())
        known = common_length(best, wanted)
        states = [(keys[:, :, :known], values[:, :, :known]) for keys, values in self._known[best]] if known else []
        if known < len(wanted):
            cache = prefix_cache(states)
            ids = torch.tensor([wanted[known:]], device=self._model.device)
            places = torch.arange(known, len(wanted), device=self._model.device)[None]
            self._model.base_model(input_ids=ids, position_ids=places, cache=cache, use_cache=True)
            states = _joined(states, states_of(cache))
            self._known[wanted] = states
        else:
            self._known[best] = self._known.pop(best)
        if len(self._known) > self._size:
            self._known.pop(next(iter(self._known)))
        return states


def _joined(first: KeyValues, second: KeyValues) -> KeyValues:
    if not first:
        return second
    pairs = zip(first, second, strict=True)
    return [(torch.cat([a, c], dim=2), torch.cat([b, d], dim=2)) for (a, b), (c, d) in pairs]
