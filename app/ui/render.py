"""HTML of the tabs, made on the server from templates that escape every value.

A `gr.HTML` whose own template is left alone shows its value as it is; one with a template of its own would evaluate
text of a workbook or a model as a script.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import gradio as gr
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.ui import figures
from app.ui.labels import Labels
from app.ui.messages import in_language

HERE = Path(__file__).parent
TEMPLATES = [HERE / "templates", *(HERE / room for room in ("login", "questions", "run", "review", "results"))]
"""Where templates stand: those of the shell, and those of each room."""
CLICKS = """
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-pick]');
  if (target) trigger('pick', {value: target.dataset.pick});
});
"""
"""Makes every element with `data-pick` send its value in the event `pick`."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["said"] = lambda text, labels: in_language(labels, text)
    environment.filters.update(
        {
            "percent": figures.percent,
            "percents": figures.percents,
            "decimal": figures.decimal,
            "whole": figures.whole,
            "place": figures.place,
        }
    )
    return environment


def render(template: str, labels: Labels, **values: object) -> str:
    """The template of this name filled in; `t` in it gives the page's texts. Lone surrogates become `?`."""
    text = _environment().get_template(f"{template}.html").render(t=labels, **values)
    return text.encode("utf-8", "replace").decode("utf-8")


def panel(value: str = "", *, elem_id: str | None = None, script: str = "", **rest: Any) -> gr.HTML:
    """A component that shows rendered HTML; clicks arrive as the event `pick`; `rest` is in the script's `props`."""
    return gr.HTML(value, apply_default_css=False, js_on_load=CLICKS + script, elem_id=elem_id, **rest)


def upload_named(drop: str) -> str:
    """A script for `panel`: the upload button in `drop` is called what it reads, and what `upload` in the props says.

    Gradio names it in English only, draws it before or after the panel, and again later.
    """
    return f"""
    const uploads = () => document.querySelectorAll('{drop} [aria-dropeffect]');
    const name = () => uploads().forEach((button) => {{
      const read = button.textContent.replace(/\\s+/g, ' ').trim();
      const called = read ? `${{read}} ${{props.upload}}` : props.upload;
      if (button.ariaLabel !== called) button.ariaLabel = called;
    }});
    const changes = {{subtree: true, childList: true, attributeFilter: ['aria-label']}};
    new MutationObserver(name).observe(document.body, changes);
    name();
    """
