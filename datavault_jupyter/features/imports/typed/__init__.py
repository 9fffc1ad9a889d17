"""Sources whose columns have types already: Parquet and frames."""
