-- KEYS: failures of the account, places taken (sorted set: ticket → end of its time), failures of the address.
-- ARGV: ticket, now ms, a place's lifetime ms, free failures, most failures, most of an address, proved (1 or 0).
local now = tonumber(ARGV[2])
if tonumber(redis.call('GET', KEYS[3]) or '0') >= tonumber(ARGV[6]) then
  return { 'address', redis.call('TTL', KEYS[3]) }
end
local failures = tonumber(redis.call('GET', KEYS[1]) or '0')
if failures > tonumber(ARGV[5]) then return { 'locked', redis.call('TTL', KEYS[1]) } end
local most = tonumber(ARGV[5])
if ARGV[7] ~= '1' then
  if failures > tonumber(ARGV[4]) then return { 'captcha', 0 } end
  most = tonumber(ARGV[4])
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if failures + redis.call('ZCARD', KEYS[2]) > most then return { 'busy', 1 } end
redis.call('ZADD', KEYS[2], now + tonumber(ARGV[3]), ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return { 'given', 0 }
