"""The login page: one document without scripts, in the visitor's language and the page's palette."""

from __future__ import annotations

import math

from markupsafe import Markup

from app.records import Language
from app.security.login import LoginPage
from app.ui.labels import Labels
from app.ui.language import asked, preferred, remembered
from app.ui.page import asset
from app.ui.render import render


def draw(page: LoginPage) -> str:
    """The page's HTML."""
    language: Language = asked(page.query) or remembered(page.cookies) or preferred(page.languages)
    labels = Labels(language)
    fault = labels("login.wrong") if page.wrong else _refusal(labels, page.refused)
    if page.wait:
        fault = labels("login.wait", seconds=math.ceil(page.wait))
    style = Markup(asset("login/login.css"))  # noqa: S704 - our own file
    return render("login", labels, palette=_palette(), style=style, page=page, fault=fault)


def _refusal(labels: Labels, code: str) -> str:
    """What went wrong at the Hub."""
    return labels({"hub": "login.hub_fails"}.get(code, f"login.{code}")) if code else ""


def _palette() -> Markup:
    """The colours of `style.css`, chosen by what the browser prefers: no script sets a class here."""
    colours = asset("style.css").partition("/* The page. */")[0]
    light, _, dark = colours.partition(".dark {")
    return Markup(f"{light}@media (prefers-color-scheme: dark) {{ :root {{{dark}}}")  # noqa: S704 - our own file
