"""OSS: the bucket that browsers write to, by signed forms, and that the product reads."""
