"""The sample questions and the sample knowledge base, as package data."""
