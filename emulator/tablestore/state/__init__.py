"""Tables, rows, indexes and transactions, and the rules they keep."""
