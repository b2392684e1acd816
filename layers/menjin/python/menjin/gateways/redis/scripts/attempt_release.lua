-- KEYS: places taken. ARGV: ticket.
return redis.call('ZREM', KEYS[1], ARGV[1])
