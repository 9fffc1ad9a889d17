"""The single answers behind the rows of a pipeline's dataset."""
