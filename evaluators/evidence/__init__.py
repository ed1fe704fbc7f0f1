"""The kinds of evidence that a judgement rests on, one a module, each readable by name."""
