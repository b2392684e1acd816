-- Count first, compare second. KEYS: code. ARGV: hash of the guess, most wrong tries, ticket of this use, or '' to leave
-- a right one good. A used code keeps its tries and its time under its ticket, so that code_give_back wins nobody any.
local hash = redis.call('HGET', KEYS[1], 'hash')
if not hash then return 'expired' end
local tries = redis.call('HINCRBY', KEYS[1], 'tries', 1)
if hash == ARGV[1] then
  redis.call('HINCRBY', KEYS[1], 'tries', -1)
  if ARGV[3] ~= '' then
    redis.call('HSET', KEYS[1], 'used', hash, 'ticket', ARGV[3])
    redis.call('HDEL', KEYS[1], 'hash')
  end
  return 'right'
end
if tries >= tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) end
return 'wrong'
