-- Count first, compare second. KEYS: code, failures of the recipient today.
-- ARGV: hash of the guess, most wrong tries of a code, most failures of a day.
if tonumber(redis.call('GET', KEYS[2]) or '0') >= tonumber(ARGV[3]) then
  return { 'locked', redis.call('TTL', KEYS[2]) }
end
local hash = redis.call('HGET', KEYS[1], 'hash')
if not hash then return { 'expired', 0 } end
local tries = redis.call('HINCRBY', KEYS[1], 'tries', 1)
if hash == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return { 'right', 0 }
end
if tries >= tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) end
if redis.call('INCR', KEYS[2]) == 1 then redis.call('EXPIRE', KEYS[2], 86400) end
return { 'wrong', 0 }
