"""Files out of the vault: CSV, JSON, NDJSON, Parquet and ZIP, each whole or not there."""
