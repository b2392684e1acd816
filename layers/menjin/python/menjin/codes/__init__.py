"""Codes by SMS and mail: a small process with rules, written once for every purpose."""
