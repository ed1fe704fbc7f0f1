"""Whether the Hugging Face Hub can be asked for a model."""

from __future__ import annotations

from pathlib import Path

SECONDS = 10.0
"""How long the Hub may take to answer."""


def only_here(name: str) -> bool:
    """Whether a model can only come from this machine: the Hub does not answer.

    Asked once before loading: without a network, loading tries again for each file that a model may have, and takes a
    minute to say that there is none.

    Args:
        name: a folder or a name on the Hub.
    """
    if Path(name).exists():
        return False
    # Imported here: it is slow, and who judges with the embedded encoder, or reads a file, never asks the Hub.
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        HfApi().model_info(name, timeout=SECONDS)
    except (HfHubHTTPError, HFValidationError):  # it answers: that there is no such model, or none for everybody
        return False
    except Exception:  # noqa: BLE001 - whatever the transport raises
        return True
    return False
