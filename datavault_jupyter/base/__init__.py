"""Words and values every room may use: errors, ids, names, times. No input or output here."""
