"""Which of several is better: pairwise judgements, strengths, and what position does to them."""
