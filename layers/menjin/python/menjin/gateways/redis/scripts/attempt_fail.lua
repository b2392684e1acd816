-- KEYS: failures of the account, places taken, failures of the address.
-- ARGV: ticket, now ms, window ms, window of an address s, most failures. Returns 1 for the failure that begins a lock.
local most = tonumber(ARGV[5])
redis.call('ZREM', KEYS[2], ARGV[1])
-- Until there are too many, failures leave the window one by one; past that all are kept, as attempt_begin expects.
if redis.call('ZCARD', KEYS[1]) <= most then
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', tonumber(ARGV[2]) - tonumber(ARGV[3]))
end
-- Every failure keeps the earlier ones for a window more.
local added = redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if redis.call('INCR', KEYS[3]) == 1 then redis.call('EXPIRE', KEYS[3], ARGV[4]) end
if added == 1 and redis.call('ZCARD', KEYS[1]) == most + 1 then return 1 end
return 0
