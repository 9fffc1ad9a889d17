"""The live views: anywidgets over the vault's services."""
