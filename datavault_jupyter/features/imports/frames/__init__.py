"""Data frames of pandas, polars, Arrow and DuckDB, taken over with their types."""

from datavault_jupyter.features.imports.frames.loading import load

__all__ = ["load"]
