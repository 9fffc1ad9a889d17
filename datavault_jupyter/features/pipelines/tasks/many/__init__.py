"""Many tasks at a time: seeding, pausing, newer forms."""
