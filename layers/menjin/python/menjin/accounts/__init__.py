"""Accounts: who somebody is, by which identifiers found, by which secret proved."""
