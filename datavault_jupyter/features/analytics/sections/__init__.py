"""What the analytics tab shows beside its fields: agreement, comparison, contributors."""
