"""The operations: each validates, parses and acts, and returns an answer or raises an ``OssError``."""
