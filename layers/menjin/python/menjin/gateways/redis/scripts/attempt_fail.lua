-- KEYS: failures of the account, places taken, failures of the address.
-- ARGV: ticket, window s, most failures, window of an address s. Past the limit the window begins anew: that is the lock.
redis.call('ZREM', KEYS[2], ARGV[1])
local failures = redis.call('INCR', KEYS[1])
if failures == 1 or failures == tonumber(ARGV[3]) + 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
if redis.call('INCR', KEYS[3]) == 1 then redis.call('EXPIRE', KEYS[3], ARGV[4]) end
return failures
