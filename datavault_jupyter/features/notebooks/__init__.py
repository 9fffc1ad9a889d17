"""Notebooks that use a dataset: noted when one opens it, listed beside it."""
