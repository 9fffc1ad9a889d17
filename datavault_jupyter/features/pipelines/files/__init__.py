"""Files in the fields of a pipeline: handed in, kept once, read again."""
