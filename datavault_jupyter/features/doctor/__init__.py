"""How the vault is: versions, sizes, locks, leftovers, and what can be mended."""
