"""Agreement of raters and comparison of models: pure computation on any frame."""
