"""Building a pipeline in a panel: drafts as people type them, what is wrong with them, keeping."""
