"""The processes behind the functions: what starts, feeds, freezes and ends them."""
