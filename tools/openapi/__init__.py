"""The OpenAPI document: derived from the functions' routes and request types, with recorded answers as examples."""
