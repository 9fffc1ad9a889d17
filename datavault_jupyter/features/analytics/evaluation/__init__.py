"""What a dataset's answers say: who gave which value to what, summed up by field."""
