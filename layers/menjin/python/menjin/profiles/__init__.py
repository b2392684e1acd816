"""What a person sees of an account: the account, its certifications and its roles together."""
