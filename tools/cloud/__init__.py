"""``python -m tools.cloud``: create or update what the functions stand on, the tables, their index and the bucket."""
