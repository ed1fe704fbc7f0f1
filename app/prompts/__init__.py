"""Named prompts: the exact text to send, the stop markers, and the trimming of what a model wrote."""

from app.prompts.files import parse_template, read_template, to_toml
from app.prompts.names import edited, keep, own_names, remove, template, template_names, template_of, with_wording
from app.prompts.replies import reply_of, trimmed
from app.prompts.template import Template, Wording, trim

__all__ = [
    "Template",
    "Wording",
    "edited",
    "keep",
    "own_names",
    "parse_template",
    "read_template",
    "remove",
    "reply_of",
    "template",
    "template_names",
    "template_of",
    "to_toml",
    "trim",
    "trimmed",
    "with_wording",
]
