"""Plain JSON read by DuckDB itself, where that gives the same as reading record by record."""

from datavault_jupyter.features.imports.objects.direct.surveying import survey

__all__ = ["survey"]
