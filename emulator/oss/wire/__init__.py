"""Bytes to requests, answers to bytes: HTTP over ASGI, XML, dates and multipart forms."""
