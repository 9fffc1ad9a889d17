"""Settings of a whole vault."""
