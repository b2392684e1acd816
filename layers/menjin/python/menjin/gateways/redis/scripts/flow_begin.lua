-- KEYS: flow (hash: what it is about → whom). ARGV: about, subject, lifetime s.
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
