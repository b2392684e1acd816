-- KEYS: failures of the account, places taken. ARGV: ticket.
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('DEL', KEYS[1])
return 1
