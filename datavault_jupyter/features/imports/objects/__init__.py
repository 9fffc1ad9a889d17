"""JSON: an array of objects, or one object after the other."""

from datavault_jupyter.features.imports.objects.loading import load, preview

__all__ = ["load", "preview"]
