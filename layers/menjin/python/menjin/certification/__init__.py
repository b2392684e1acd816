"""Real-name certification: what was typed, what the pictures show, what the registers say, and the verdict."""
