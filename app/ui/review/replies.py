"""What the screen is told of a decision it sent: done, refused, or not kept and to be sent again."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Mapping
from typing import Any

from app.errors import NarabeError
from app.security.requests import brief
from app.ui.faults import locked
from app.ui.labels import Labels
from app.ui.messages import message

LOG = logging.getLogger(__name__)


def reply(labels: Labels, sent: Mapping[str, Any], act: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """The reply to the event that sent `sent`; `act` carries it out and returns what the screen needs to know of it.

    Its `ok` is true only once the effect is on disk. Otherwise `message` says why not, and `again` whether the screen
    should keep the decision and send it again by itself: the fault was the server's.
    """
    ack: dict[str, Any] = {"token": sent.get("token")}
    try:
        return {"ack": ack | {"ok": True, "card": None, "time": ""} | dict(act())}
    except NarabeError as error:
        return {"ack": ack | {"ok": False, "again": False, "message": message(labels, error)}}
    except Exception as error:
        if isinstance(error, KeyError) and error.args[0] not in sent:
            LOG.warning("a decision lacks what it is about: %s", brief(error))
            return {"ack": ack | {"ok": False, "again": False, "message": labels("fault.request")}}
        LOG.exception("a decision of the review screen could not be kept")
        return {"ack": ack | {"ok": False, "again": True, "message": labels(_kind(error))}}


def _kind(error: Exception) -> str:
    if disk_full(error):
        return "review.disk_full"
    return "review.locked" if locked(error) else "review.server_fault"


def disk_full(error: Exception) -> bool:
    """Whether there was no room left: the system says so by number, SQLite in words."""
    return getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error)
