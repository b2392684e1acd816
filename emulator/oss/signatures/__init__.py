"""Who calls: signatures of version 1, 2 and 4 in headers and URLs, temporary keys, session policies."""
