"""Measurements, always as ratios against the limit in the same run; see README.md."""
