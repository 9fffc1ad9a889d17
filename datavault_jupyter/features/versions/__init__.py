"""Versions: immutable states of a dataset."""
