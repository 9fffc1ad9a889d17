"""People, their roles in the vault, and what was done."""
