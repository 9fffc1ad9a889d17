"""CSV and its relatives: text in which a character separates the cells."""
