"""Numbers and times as people read them."""

from __future__ import annotations

from datetime import datetime

from app.ui.labels import Labels


def percent(value: float) -> str:
    """A share (0..1) in whole percent."""
    return f"{100 * value:.0f}%"


def percents(ends: tuple[float, float]) -> str:
    """Two shares (0..1) as one range in whole percent; one share where both are the same."""
    low, high = (f"{100 * end:.0f}" for end in ends)
    return f"{high}%" if low == high else f"{low}–{high}%"


def place(value: float) -> str:
    """A share (0..1) as a CSS length along a bar."""
    return f"{100 * min(max(value, 0.0), 1.0):.2f}%"


def decimal(value: float) -> str:
    """A rate: one digit after the point below ten, none above."""
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"


def whole(value: float) -> str:
    """A count, its thousands set apart."""
    return f"{value:,.0f}"


def duration(labels: Labels, seconds: float) -> str:
    """A time left, in the unit that matters."""
    if seconds < 90:
        return labels("run.seconds", n=whole(max(seconds, 1)))
    if seconds < 90 * 60:
        return labels("run.minutes", n=whole(seconds / 60))
    return labels("run.hours", n=decimal(seconds / 3600))


def span(labels: Labels, seconds: float) -> str:
    """A time to reckon with, in its two largest units."""
    whole_seconds = max(1, round(seconds))
    minutes, rest = divmod(whole_seconds, 60)
    if whole_seconds >= 10 * 60:
        hours, minutes = divmod(round(seconds / 60), 60)
        parts = [("run.hours", hours), ("run.minutes", minutes)]
    else:
        parts = [("run.minutes", minutes), ("run.seconds", rest)]
    return ("" if labels.language == "ja" else " ").join(labels(key, n=count) for key, count in parts if count)


def ago(labels: Labels, then: datetime, now: datetime) -> str:
    """How long ago something was; a date when it was more than a week."""
    minutes = (now - then).total_seconds() / 60
    if minutes < 1:
        return labels("run.just_now")
    if minutes < 60:
        return labels("run.minutes_ago", n=whole(minutes))
    if minutes < 24 * 60:
        return labels("run.hours_ago", n=whole(minutes / 60))
    if minutes < 7 * 24 * 60:
        return labels("run.days_ago", n=whole(minutes / 60 / 24))
    return f"{then:%Y-%m-%d}"


def p_value(value: float | None) -> str:
    """A probability as it stands after `p`; a dash when there is none."""
    if value is None:
        return "= –"
    return f"= {value:.3f}" if value >= 0.001 else "< 0.001"
