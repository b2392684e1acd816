-- KEYS: failures under a mark. ARGV: now ms, window ms.
return redis.call('ZCOUNT', KEYS[1], '(' .. string.format('%.0f', tonumber(ARGV[1]) - tonumber(ARGV[2])), '+inf')
