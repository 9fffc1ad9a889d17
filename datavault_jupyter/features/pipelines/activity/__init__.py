"""What happened to a pipeline's tasks, and how reviews judged whose answers."""
