"""From texts to typed values, exactly: which type holds every text of a column, and the SQL."""
