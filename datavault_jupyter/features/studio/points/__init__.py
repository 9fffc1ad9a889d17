"""Charts that draw one mark a row."""
