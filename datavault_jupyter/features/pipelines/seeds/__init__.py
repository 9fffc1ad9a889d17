"""Seeding seen before it is done: which column fills which field, and what doesn't fit."""
