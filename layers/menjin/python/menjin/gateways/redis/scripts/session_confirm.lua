-- KEYS: mark of what the session's holder has shown. ARGV: how long it counts, ms.
redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
return 1
