"""Plots of a report as SVG: each stands alone, and takes the colours of the page where it is put into one.

They are few, plain, and full of Japanese labels whose width only the reader's fonts know, so they are written here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from evaluators.statistics.judging import Judging
from evaluators.statistics.significance import Interval

INK, MUTED, LINE = "var(--nb-ink,#1d232b)", "var(--nb-muted,#59626d)", "var(--nb-line,#d8dde3)"
ACCENT, RIGHT, WRONG = "var(--nb-accent,#1f4e79)", "var(--nb-ok,#17663a)", "var(--nb-no,#a32020)"
CARD = "var(--nb-card,#ffffff)"
FONT = "system-ui,'Noto Sans CJK JP','Hiragino Sans','Yu Gothic',sans-serif"
WIDTH, ROW = 720, 26


@dataclass(frozen=True, slots=True)
class Whisker:
    """A line of a plot of rates: what it is, the rate (0..1), its interval, and in which of the colours."""

    label: str
    rate: float
    interval: Interval | None
    colour: str


def rates(title: str, whiskers: Sequence[Whisker]) -> Markup:
    """Rates as points with their intervals, one a line."""
    left = min(360, 24 + max((_wide(one.label) for one in whiskers), default=0))
    span, height = WIDTH - left - 70, 34 + ROW * len(whiskers) + 24

    def x(share: float) -> float:
        return left + span * share

    parts = [_axis(x(step / 4), 24, height - 26, f"{25 * step}%") for step in range(5)]
    for number, one in enumerate(whiskers):
        y = 34 + ROW * number + ROW / 2
        parts.append(_text(left - 10, y + 4, _fitting(one.label, left - 20), "end"))
        if one.interval is not None:
            parts.append(_line(x(one.interval.low), y, x(one.interval.high), y, one.colour, 3))
        parts.append(
            Markup('<circle cx="{:.1f}" cy="{:.1f}" r="5" style="fill:{}"/>').format(x(one.rate), y, one.colour)
        )
        parts.append(_text(x(1) + 12, y + 4, f"{one.rate:.0%}", "start"))
    return _svg(title, height, parts)


def reliability(title: str, found: Judging, axes: tuple[str, str]) -> Markup:
    """How often answers are correct, by the judge's probability; a perfect judge's lie on the diagonal."""
    return _square(
        title,
        axes,
        [
            part
            for one in found.bins
            for x, y in [(one.mean, one.correct / one.n)]
            for part in (
                _up(x, one.interval),
                Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" style="fill:{}"/>').format(
                    _x(x), _y(y), 4 + 6 * (one.n / found.n) ** 0.5, ACCENT
                ),
                _text(_x(x) + 12, _y(y) - 6, str(one.n), "start", MUTED),
            )
        ],
    )


def roc(title: str, found: Judging, axes: tuple[str, str]) -> Markup:
    """Correct answers found against incorrect ones taken for correct, for every threshold."""
    points = " ".join(f"{_x(alarm):.1f},{_y(hit):.1f}" for alarm, hit in found.roc)
    curve = Markup('<polyline points="{}" style="fill:none;stroke:{};stroke-width:2.5"/>').format(points, ACCENT)
    return _square(title, axes, [curve])


def histogram(title: str, bins: Sequence[tuple[int, int]], threshold: float | None, names: tuple[str, str]) -> Markup:
    """Correct (first) and incorrect ones in equal bins of 0..1, on top of each other; the threshold as a line."""
    tallest, span, base = max(1, *(a + b for a, b in bins)), WIDTH - 80, 190
    parts = [_axis(50 + span * step / 4, 24, base, f"{step / 4:g}") for step in range(5)]
    for number, (right, wrong) in enumerate(bins):
        x, wide = 50 + span * number / len(bins), span / len(bins) - 2
        high, higher = 160 * right / tallest, 160 * wrong / tallest
        parts.append(_bar(x, base - high, wide, high, RIGHT))
        parts.append(_bar(x, base - high - higher, wide, higher, WRONG))
    if threshold is not None:
        parts.append(_line(50 + span * threshold, 24, 50 + span * threshold, base, INK, 2))
    parts += [_bar(50, 214, 12, 12, RIGHT), _text(68, 225, names[0], "start")]
    parts += [_bar(200, 214, 12, 12, WRONG), _text(218, 225, names[1], "start")]
    return _svg(title, 236, parts)


def heat(title: str, rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]) -> Markup:
    """A table of counts, the more the darker within its row."""
    left, wide = 170, (WIDTH - 200) / max(1, len(columns))
    parts = [_text(left + wide * (n + 0.5), 44, name, "middle", MUTED) for n, name in enumerate(columns)]
    for number, (name, line) in enumerate(zip(rows, counts, strict=True)):
        y = 56 + 40 * number
        parts.append(_text(left - 12, y + 23, name, "end"))
        for place, count in enumerate(line):
            share = count / max(1, sum(line))
            parts.append(_bar(left + wide * place, y, wide - 4, 36, ACCENT, 0.08 + 0.4 * share))
            parts.append(_text(left + wide * (place + 0.5), y + 23, f"{count} ({share:.0%})", "middle"))
    return _svg(title, 66 + 40 * len(rows), parts)


def _x(share: float) -> float:
    return 60 + 300 * share


def _y(share: float) -> float:
    return 330 - 300 * share


def _square(title: str, axes: tuple[str, str], parts: Sequence[Markup]) -> Markup:
    ticks = [_text(_x(step / 4), 348, f"{step / 4:g}", "middle", MUTED) for step in range(5)]
    ticks += [_text(52, _y(step / 4) + 4, f"{step / 4:g}", "end", MUTED) for step in range(5)]
    frame = [_line(_x(0), _y(0), _x(1), _y(0), LINE, 1), _line(_x(0), _y(0), _x(0), _y(1), LINE, 1)]
    frame += [_line(_x(0), _y(0), _x(1), _y(1), LINE, 1)]
    named = [_text(_x(0.5), 368, axes[0], "middle"), _text(_x(0), 22, axes[1], "start")]
    return _svg(title, 378, [*frame, *ticks, *named, *parts], width=420)


def _up(x: float, interval: Interval | None) -> Markup:
    return _line(_x(x), _y(interval.low), _x(x), _y(interval.high), ACCENT, 2) if interval else Markup()


def _wide(text: str) -> float:
    return sum(13 if unicodedata.east_asian_width(sign) in "WF" else 7.2 for sign in text)


def _fitting(text: str, room: float) -> str:
    """The text, or as much of its end as there is room for: what a line is about stands last."""
    while _wide(text) > room:
        text = f"…{text[2:]}"
    return text


def _svg(title: str, height: float, parts: Sequence[Markup], width: int = WIDTH) -> Markup:
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {:.0f}" role="img" aria-label="{}" '
        'style="font:13px {}"><title>{}</title><rect width="100%" height="100%" style="fill:{}"/>'
    ).format(width, height, title, FONT, title, CARD)
    return head + Markup().join(parts) + Markup("</svg>")


def _text(x: float, y: float, text: str, anchor: str, colour: str = INK) -> Markup:
    said = escape(text if len(text) <= 60 else f"{text[:59]}…")
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" style="fill:{}">{}</text>').format(
        x, y, anchor, colour, said
    )


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, wide: float) -> Markup:
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" style="stroke:{};stroke-width:{}"/>').format(
        x, y, to_x, to_y, colour, wide
    )


def _axis(x: float, top: float, bottom: float, text: str) -> Markup:
    return _line(x, top, x, bottom, LINE, 1) + _text(x, bottom + 16, text, "middle", MUTED)


def _bar(x: float, y: float, wide: float, high: float, colour: str, opacity: float = 1.0) -> Markup:
    return Markup(
        '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" style="fill:{};fill-opacity:{:.2f}"/>'
    ).format(x, y, wide, high, colour, opacity)
