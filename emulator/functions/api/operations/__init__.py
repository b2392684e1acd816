"""What the API does, one module per kind of object."""
