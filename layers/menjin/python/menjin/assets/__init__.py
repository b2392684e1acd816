"""Pictures that a person uploads straight to OSS: the permission to do so, and what then arrived."""
