"""How things look without a script: HTML that any place can show, and plain text."""
