"""The public test suites and tools of the vendor's clients, run against the local cloud: ``python -m conformance``."""
