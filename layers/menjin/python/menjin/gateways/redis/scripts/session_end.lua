-- KEYS: mark of an ended session. ARGV: seconds until its token ends by itself.
redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])
return 1
