"""JSON and NDJSON: objects, one a row."""

from datavault_jupyter.features.imports.objects.loading import load, preview, problems

__all__ = ["load", "preview", "problems"]
