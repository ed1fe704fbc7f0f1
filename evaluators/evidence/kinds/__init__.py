"""The kinds of evidence that a judgement rests on. A new one is a file here and a line in `KINDS`."""

from evaluators.evidence.kind import Kind
from evaluators.evidence.kinds import (
    alignment,
    choices,
    echoes,
    glossary,
    length,
    letters,
    modifiers,
    names,
    numbers,
    opposites,
    overlap,
    parts,
    polarity,
    readings,
    replies,
    rivals,
    similarity,
    statements,
)

KINDS: tuple[Kind, ...] = (
    similarity.KIND,
    parts.KIND,
    alignment.KIND,
    overlap.KIND,
    readings.KIND,
    numbers.KIND,
    names.KIND,
    polarity.KIND,
    replies.KIND,
    length.KIND,
    glossary.KIND,
    modifiers.KIND,
    choices.KIND,
    rivals.KIND,
    echoes.KIND,
    letters.KIND,
    statements.KIND,
    opposites.KIND,
)
