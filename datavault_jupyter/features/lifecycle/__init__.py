"""Archiving, bringing back and deleting datasets."""
