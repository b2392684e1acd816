"""Account security: what protects an account, and changes of it."""
