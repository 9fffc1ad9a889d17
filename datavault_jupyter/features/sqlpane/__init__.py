"""The SQL pane: one SELECT, its result kept in memory while somebody looks at it."""
