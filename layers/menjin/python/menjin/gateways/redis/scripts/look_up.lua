-- KEYS: questions of an address. ARGV: limit, window s. Returns the seconds to wait, 0 for none.
local asked = redis.call('INCR', KEYS[1])
if asked == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
if asked > tonumber(ARGV[1]) then return math.max(1, redis.call('TTL', KEYS[1])) end
return 0
