"""What kernel and browser say to each other: questions, answers, refusals, news."""
