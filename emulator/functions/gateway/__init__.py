"""The HTTP gateway: URLs of functions and routes of custom domains."""
