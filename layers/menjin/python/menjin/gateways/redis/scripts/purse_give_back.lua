-- KEYS: spent today. ARGV: price. A day never has more than its budget: it goes back to nothing spent at most.
local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
if spent == 0 then return 0 end
return redis.call('DECRBY', KEYS[1], math.min(spent, tonumber(ARGV[1])))
