-- KEYS: captcha. ARGV: guess, most wrong tries. A solved captcha is only there to be consumed.
local found = redis.call('HMGET', KEYS[1], 'text', 'solved')
if not found[1] or found[2] == '1' then return 'expired' end
local tries = redis.call('HINCRBY', KEYS[1], 'tries', 1)
if found[1] == ARGV[1] then
  redis.call('HSET', KEYS[1], 'solved', 1)
  return 'right'
end
if tries >= tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) end
return 'wrong'
