"""Sessions: signed tokens that can be ended at once."""
