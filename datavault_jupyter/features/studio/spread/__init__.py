"""Charts of how values are spread: boxes and densities."""
