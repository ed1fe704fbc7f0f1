"""Linear layers with weights laid out once for oneDNN: a CPU then multiplies small batches up to twice as fast."""

from __future__ import annotations

import torch
from torch import nn


class PackedLinear(nn.Module):
    """A linear layer for inference in 32-bit floats on a CPU, with the same results but for rounding.

    Args:
        linear: the layer that it stands for.
        rows: how many rows of input it will mostly get.
    """

    def __init__(self, linear: nn.Linear, rows: int) -> None:
        super().__init__()
        self._weight = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach(), rows)
        self._bias = None if linear.bias is None else linear.bias.detach()

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """(…, inputs) → (…, outputs)."""
        result: torch.Tensor = torch.ops.mkldnn._linear_pointwise(rows, self._weight, self._bias, "none", [], "")
        return result


def pack(layers: nn.Module, *, rows: int = 64) -> None:
    """Replace every linear layer below `layers`, where this build of torch can."""
    if not (torch._C._has_mkldnn and hasattr(torch.ops.mkldnn, "_reorder_linear_weight")):
        return
    for module in list(layers.modules()):
        for name, child in list(module.named_children()):
            if type(child) is nn.Linear and child.weight.dtype == torch.float32 and child.weight.device.type == "cpu":
                setattr(module, name, PackedLinear(child, rows))
