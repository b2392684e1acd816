-- KEYS as in code_issue. ARGV: code hash, mark of the issue. What has expired or was replaced since is left alone.
if redis.call('HGET', KEYS[1], 'hash') == ARGV[1] then redis.call('DEL', KEYS[1]) end
if redis.call('ZREM', KEYS[2], ARGV[2]) == 0 then return 0 end
for index = 3, 4 do
  if redis.call('EXISTS', KEYS[index]) == 1 then redis.call('DECR', KEYS[index]) end
end
return 1
