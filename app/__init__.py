"""Narabe: a language model's Japanese and English answers, graded side by side."""

__version__ = "0.1.0"
