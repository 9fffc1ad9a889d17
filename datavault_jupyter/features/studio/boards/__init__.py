"""Dashboards: kept charts of a dataset in a grid, under shared filters."""
