-- Count first, compare second. KEYS: code. ARGV: hash of the guess, most wrong tries, whether a right one stays (1, 0).
local hash = redis.call('HGET', KEYS[1], 'hash')
if not hash then return 'expired' end
local tries = redis.call('HINCRBY', KEYS[1], 'tries', 1)
if hash == ARGV[1] then
  if ARGV[3] == '1' then
    redis.call('HINCRBY', KEYS[1], 'tries', -1)
  else
    redis.call('DEL', KEYS[1])
  end
  return 'right'
end
if tries >= tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) end
return 'wrong'
