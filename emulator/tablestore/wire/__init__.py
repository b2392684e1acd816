"""Bytes to arguments and back: protocol buffers, PlainBuffer rows and signatures, each written from its description."""
