"""Who calls: signatures of version 1 and 4 in headers and URLs, temporary keys, session policies."""
