"""Redis: short-lived state, each decision one atomic script."""
