"""Charts that are kept in the vault, under a name."""
