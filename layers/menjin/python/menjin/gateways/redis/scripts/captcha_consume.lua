-- KEYS: captcha. ARGV: most wrong tries, and a guess unless it was solved before.
local found = redis.call('HMGET', KEYS[1], 'text', 'solved')
if not found[1] then return 'expired' end
if not ARGV[2] then
  if found[2] ~= '1' then return 'unsolved' end
  redis.call('DEL', KEYS[1])
  return 'right'
end
local tries = redis.call('HINCRBY', KEYS[1], 'tries', 1)
if found[1] == ARGV[2] then
  redis.call('DEL', KEYS[1])
  return 'right'
end
if tries >= tonumber(ARGV[1]) then redis.call('DEL', KEYS[1]) end
return 'wrong'
