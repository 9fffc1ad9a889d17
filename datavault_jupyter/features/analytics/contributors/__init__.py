"""Who answered: how much, how fast, how, and in how far as others do."""
