"""The rows of a dataset as a grid looks at them: pages, counts, summaries, single cells."""
