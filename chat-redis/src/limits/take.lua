-- Takes one from an allowance; 0, or for how many microseconds there is none.
-- KEYS: the allowance, as the moment at which it will be whole. ARGV: microseconds until one is back, how many at once
local per, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local whole = tonumber(redis.call('GET', KEYS[1]) or now)
-- What lies further ahead than a used-up allowance was noted by a clock that was wrong.
if whole < now or whole > now + per * burst then
    whole = now
end
local wait = whole - per * (burst - 1) - now
if wait > 0 then
    return wait
end
whole = whole + per
redis.call('SET', KEYS[1], string.format('%.0f', whole), 'PX', math.ceil((whole - now) / 1000))
return 0
