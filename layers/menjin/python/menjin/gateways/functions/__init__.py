"""Function Compute as something to call: one function starts another."""
