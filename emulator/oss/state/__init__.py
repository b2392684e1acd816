"""What the service keeps: bytes as files, everything else in SQLite.

An acknowledged change survives the death of the process: files are complete under their final name before the
row that names them is committed.
"""
