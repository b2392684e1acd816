-- KEYS: flow. ARGV: about.
return redis.call('HGET', KEYS[1], ARGV[1])
