"""Pipelines: people, models and functions work through tasks, and a dataset fills with it."""
