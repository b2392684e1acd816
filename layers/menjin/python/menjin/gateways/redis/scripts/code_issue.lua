-- One decision: count a message against every limit, and keep its code; or refuse and change nothing.
-- KEYS: code, sent to the recipient (sorted set: mark → its instant in ms), sent for the address, sent for the system today.
-- ARGV: code hash, mark of this issue, lifetime s, now ms, then per minute, hour, day, per address an hour, budget a day.
local now = tonumber(ARGV[4])
local windows = { { 60000, tonumber(ARGV[5]) }, { 3600000, tonumber(ARGV[6]) }, { 86400000, tonumber(ARGV[7]) } }
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - 86400000)
local wait = 0
for _, window in ipairs(windows) do
  local since = '(' .. string.format('%.0f', now - window[1])
  local sent = redis.call('ZCOUNT', KEYS[2], since, '+inf')
  if sent >= window[2] then
    local first = redis.call('ZRANGEBYSCORE', KEYS[2], since, '+inf', 'WITHSCORES', 'LIMIT', sent - window[2], 1)
    wait = math.max(wait, math.ceil((tonumber(first[2]) + window[1] - now) / 1000))
  end
end
if wait > 0 then return { 'recipient', wait } end
if tonumber(redis.call('GET', KEYS[3]) or '0') >= tonumber(ARGV[8]) then
  return { 'address', math.max(1, redis.call('TTL', KEYS[3])) }
end
if tonumber(redis.call('GET', KEYS[4]) or '0') >= tonumber(ARGV[9]) then
  return { 'budget', math.max(1, redis.call('TTL', KEYS[4])) }
end
redis.call('ZADD', KEYS[2], now, ARGV[2])
redis.call('EXPIRE', KEYS[2], 86400)
if redis.call('INCR', KEYS[3]) == 1 then redis.call('EXPIRE', KEYS[3], 3600) end
if redis.call('INCR', KEYS[4]) == 1 then redis.call('EXPIRE', KEYS[4], 86400) end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'tries', 0)
redis.call('EXPIRE', KEYS[1], ARGV[3])
return { 'sent', 0 }
