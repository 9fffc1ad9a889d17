"""Each field summed up by its kind: one block, over time, by any other column."""
