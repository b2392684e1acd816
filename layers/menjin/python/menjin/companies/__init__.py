"""Companies that passed their certification: who administers them, and who belongs to them."""
