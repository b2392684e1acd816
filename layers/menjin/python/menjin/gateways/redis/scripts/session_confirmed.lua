-- KEYS: mark of what the session's holder has shown.
return redis.call('EXISTS', KEYS[1])
