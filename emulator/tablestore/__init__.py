"""Tablestore: tables, rows and indexes over the vendor's HTTP protocol."""
