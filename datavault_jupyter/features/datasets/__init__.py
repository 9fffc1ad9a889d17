"""Datasets: named things with rows, their listing, their names and what they are made of."""
