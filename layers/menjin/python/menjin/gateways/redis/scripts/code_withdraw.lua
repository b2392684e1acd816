-- KEYS as in code_issue. ARGV: the instant of the issue. What has expired since is left alone.
redis.call('DEL', KEYS[1])
if redis.call('ZREM', KEYS[2], ARGV[1]) == 0 then return 0 end
for index = 3, 4 do
  if redis.call('EXISTS', KEYS[index]) == 1 then redis.call('DECR', KEYS[index]) end
end
return 1
