-- KEYS: mark of a used text. ARGV: seconds it is remembered. Returns 1 for the first use, 0 for another.
if redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[1]) then return 1 end
return 0
