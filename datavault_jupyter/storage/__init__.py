"""Where rows and facts are kept: the catalogue, the engine, the parts.

The only room that imports ``duckdb``, ``sqlite3`` and opens files of the vault. SQLite files are
opened by Python alone and Parquet files by DuckDB alone: each ships its own SQLite otherwise, and
one closing a file drops the other's locks.
"""
