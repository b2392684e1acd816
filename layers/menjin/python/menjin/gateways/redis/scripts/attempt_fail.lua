-- KEYS: failures of the account, places taken, failures of the address.
-- ARGV: ticket, now ms, window ms, window of an address s. Every failure keeps the earlier ones for a window more.
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if redis.call('INCR', KEYS[3]) == 1 then redis.call('EXPIRE', KEYS[3], ARGV[4]) end
return 1
