"""Plain JSON in one pass, by what a sample shows; the careful readings follow where it fails."""

from datavault_jupyter.features.imports.objects.guessed.guessing import guess

__all__ = ["guess"]
