-- KEYS: failures of the account (sorted set: ticket → its instant in ms), places taken (sorted set: ticket → end of its
-- time), failures of the address.
-- ARGV: ticket, now ms, window ms, a place's lifetime ms, free failures, most failures, most of an address, proved (1, 0).
local now = tonumber(ARGV[2])
if tonumber(redis.call('GET', KEYS[3]) or '0') >= tonumber(ARGV[7]) then
  return { 'address', math.max(1, redis.call('TTL', KEYS[3])) }
end
-- Failures past the limit are kept together until all of them expire: that is the lock.
if redis.call('ZCARD', KEYS[1]) > tonumber(ARGV[6]) then return { 'locked', math.max(1, redis.call('TTL', KEYS[1])) } end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[3]))
local failures = redis.call('ZCARD', KEYS[1])
local most = tonumber(ARGV[6])
if ARGV[8] ~= '1' then
  if failures > tonumber(ARGV[5]) then return { 'captcha', 0 } end
  most = tonumber(ARGV[5])
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if failures + redis.call('ZCARD', KEYS[2]) > most then return { 'busy', 1 } end
redis.call('ZADD', KEYS[2], now + tonumber(ARGV[4]), ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return { 'given', 0 }
