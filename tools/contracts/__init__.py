"""Which documented path is answered by what, and shown by which test."""
