"""Named prompts: the exact text to send, the stop markers, and the trimming of what a model wrote."""

from app.prompts.files import parse_template, read_template, to_toml
from app.prompts.names import edited, keep, template, template_names, template_of, with_wording
from app.prompts.template import Template, Wording, trim

__all__ = [
    "Template",
    "Wording",
    "edited",
    "keep",
    "parse_template",
    "read_template",
    "template",
    "template_names",
    "template_of",
    "to_toml",
    "trim",
    "with_wording",
]
