-- KEYS: captcha, pictures drawn for this address. ARGV: text, lifetime s, limit, window s.
local drawn = redis.call('INCR', KEYS[2])
if drawn == 1 then redis.call('EXPIRE', KEYS[2], ARGV[4]) end
if drawn > tonumber(ARGV[3]) then return math.max(1, redis.call('TTL', KEYS[2])) end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'text', ARGV[1], 'tries', 0, 'solved', 0)
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 0
