"""From settings to the objects that one operation needs: built on first use, kept while the instance is warm.

Each operation names the groups of settings it reads and takes the parts it stands on. Importing one of these modules
builds nothing and imports no gateway; a function imports the one that its operation is in, and no other.
"""
