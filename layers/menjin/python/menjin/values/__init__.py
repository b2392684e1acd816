"""Words that several domains share. Each is checked once, at construction, and masks itself in its text form."""
