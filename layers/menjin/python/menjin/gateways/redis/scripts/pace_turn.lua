-- KEYS: when the next turn is free (µs). ARGV: now µs, interval µs, longest wait µs.
-- Returns { 1 and the turn is taken, or 0 and nothing has changed, µs until the turn }.
local now, interval = tonumber(ARGV[1]), tonumber(ARGV[2])
local turn = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
-- Nobody takes a turn so far off: it is of a clock that was set back since.
if turn - now > tonumber(ARGV[3]) + interval then turn = now end
local wait = turn - now
if wait > tonumber(ARGV[3]) then return { 0, wait } end
-- A turn that has passed says nothing any more.
redis.call('SET', KEYS[1], string.format('%.0f', turn + interval), 'PX', math.ceil((wait + interval) / 1000))
return { 1, wait }
