"""Tasks on their way: seeding, claims, answers, reviews, gates."""
