"""Reading rows: a dataset's own, and what SQL over datasets gives."""
