"""JSON and NDJSON: objects, one a row."""

from datavault_jupyter.features.imports.objects.loading import check, load, preview, problems

__all__ = ["check", "load", "preview", "problems"]
