-- KEYS: code. ARGV: ticket of its use. A newer code, which code_issue puts in place of all this, is left alone.
local found = redis.call('HMGET', KEYS[1], 'ticket', 'used')
if found[1] ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'hash', found[2])
redis.call('HDEL', KEYS[1], 'used', 'ticket')
return 1
