"""Links that let others read one dataset: made, limited, taken back, and opened."""
