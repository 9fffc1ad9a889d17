"""How far a pipeline is, who works in it, and what its form asks: beside a dataset's facts."""
