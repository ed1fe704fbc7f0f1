"""Passages of a knowledge base for a question: files → passages → vectors → the passages nearest to the question."""

from app.retrieval.knowledge import Knowledge, context, gather, open_knowledge, planned
from app.retrieval.texts import SUFFIXES, read_folder

__all__ = ["SUFFIXES", "Knowledge", "context", "gather", "open_knowledge", "planned", "read_folder"]
