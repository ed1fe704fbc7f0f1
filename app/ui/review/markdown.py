"""Answers written in Markdown, as a tree that the screen builds element by element: no HTML, links or images."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Node: TypeAlias = str | list[Any]
"""A text, or [tag, number of the first item or None, child, …]."""

LONGEST = 20_000
"""Characters; what is longer is shown as it is."""
_TAGS = {
    "paragraph": "p", "heading": "h4", "strong": "strong", "em": "em", "code_inline": "code", "fence": "pre",
    "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "blockquote": "blockquote", "hr": "hr",
    "table": "table", "thead": "thead", "tbody": "tbody", "tr": "tr", "th": "th", "td": "td", "hardbreak": "br",
    "softbreak": "br",
}  # fmt: skip
_TELLING = {"heading", "strong", "code_inline", "fence", "table", "bullet_list", "ordered_list"}
_LISTS = {"bullet_list", "ordered_list"}
_LEFT_ALONE = [
    "link",
    "image",
    "autolink",
    "html_inline",
    "html_block",
    "reference",
    "entity",
    "escape",
    "code",
    "lheading",
]


@lru_cache(maxsize=1024)
def tree(text: str) -> tuple[Node, ...]:
    """The text as people mean it; empty where it has no Markdown (an answer such as `1986.` is no list).

    HTML, links, entities and backslashes stay the characters that they are.
    """
    if len(text) > LONGEST:
        return ()
    parsed = SyntaxTreeNode(_parser().parse(text))
    found = list(parsed.walk(include_self=False))
    lonely = any(node.type in _LISTS and len(node.children) < 2 for node in found)
    if lonely or not any(node.type in _TELLING for node in found):
        return ()
    return tuple(part for child in parsed.children for part in _nodes(child))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    options = {"html": False, "maxNesting": 20}
    return MarkdownIt("commonmark", options).enable("table").disable(_LEFT_ALONE)


def _nodes(node: SyntaxTreeNode) -> list[Node]:
    if node.type in ("fence", "code_inline"):
        return [[_TAGS[node.type], None, node.content]]
    inner = [part for child in node.children for part in _nodes(child)]
    if node.type not in _TAGS:
        return inner or ([node.content] if node.content else [])
    return [[_TAGS[node.type], node.attrs.get("start"), *inner]]
