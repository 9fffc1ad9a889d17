"""What the vault does, one folder a word."""
