"""Options of the command line, in a problem's words → the controls of the page that do the same."""

from __future__ import annotations

import re

from app.ui.labels import Labels

_CONTROLS = {
    "--columns": ("questions.mapping",),
    "--encoding": ("questions.encoding",),
    "--sheet": ("questions.sheet",),
    "--header-row": ("questions.mapping", "questions.header_row"),
    "--join no": ("questions.join", "questions.join_no"),
    "--join order": ("questions.join", "questions.join_order"),
    "--join none": ("questions.join", "questions.join_none"),
    "--split-references auto": ("questions.split_references",),
    "--split-references none": ("questions.leave_whole",),
    "--reviewer NAME": ("import.reviewer",),
    "--reviewer 名前": ("import.reviewer",),
    "--withdraw": ("import.withdraw",),
    "--model column": ("tab.run", "run.models", "questions.model_column"),
}
"""Option → the labels that lead to its control."""
_OPTION = re.compile(rf"( ?)(?<![\w-])({'|'.join(_CONTROLS)})(?![a-z-])(?: [\w.]+=…)?( ?)")
_ELSEWHERE = re.compile(r"(?<![\w-])--batch-input(?![a-z-])")
"""An option without a control: the page takes one file at a time."""


def by_controls(labels: Labels, text: str) -> str:
    """The text with each option named as its control; one that has none, as the command line's."""

    def control(found: re.Match[str]) -> str:
        name = labels("questions.control", name=" → ".join(map(labels, _CONTROLS[found[2]])))
        return name if labels.language == "ja" else f"{found[1]}{name}{found[3]}"

    return _ELSEWHERE.sub(lambda one: labels("questions.no_control", option=one[0]), _OPTION.sub(control, text))
