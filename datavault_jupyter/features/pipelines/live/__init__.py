"""Datasets that are still being collected, as rows in memory."""
