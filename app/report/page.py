"""The report as one self-contained page, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from app.records import Language
from app.report.full import FullReport
from app.report.page_words import caption, word
from app.report.sections import Section, sections

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("page.html")


def render_page(report: FullReport, facts: Mapping[str, str], language: Language = "en") -> str:
    """HTML without scripts or anything fetched: tables, plots, `facts` (settings, versions, the command)."""
    parts = sections(report, facts, language)
    text = _template().render(
        title=_title(report, language), sections=parts, language=language, caption=partial(caption, language=language)
    )
    return text.encode("utf-8", "replace").decode("utf-8")


def render_markdown(report: FullReport, facts: Mapping[str, str], language: Language = "en") -> str:
    """The same without the plots; nothing in a cell or a note is taken for a mark."""
    parts = [f"# {_plain(_title(report, language))}", *(_section(one) for one in sections(report, facts, language))]
    return "\n\n".join(parts).encode("utf-8", "replace").decode("utf-8") + "\n"


def _title(report: FullReport, language: Language) -> str:
    named = ", ".join(source.file or source.name for source in report.sources)
    return f"{word('title', language)}: {named}"


def _section(part: Section) -> str:
    lines = [f"## {_plain(part.title)}", *(_plain(note) for note in part.notes)]
    if part.rows:
        rows = ["| " + " | ".join(map(_plain, row)) + " |" for row in part.rows]
        rows.insert(1, "|" + " --- |" * len(part.rows[0]))
        lines.append("\n".join(rows))
    return "\n\n".join(lines)


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
