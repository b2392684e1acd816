"""Picture processing as ``x-oss-process=image/…`` asks for it. Source: OSS developer guide, "IMG parameters"."""
