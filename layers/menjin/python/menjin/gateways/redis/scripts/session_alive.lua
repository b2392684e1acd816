-- KEYS: mark of an ended session, the account's epoch. ARGV: the session's epoch.
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if (redis.call('GET', KEYS[2]) or '0') ~= ARGV[1] then return 0 end
return 1
