"""Projects: the frame for datasets, pipelines and members."""
