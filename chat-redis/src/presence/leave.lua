-- Forgets a connection; 1 when it was the agent's last.
-- KEYS: the agent's connections, its team, everybody, names. ARGV: connection, agent, member of everybody, now
local ours, team, everybody, names = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local connection, agent, member, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('ZREM', ours, connection) == 0 then
    return 0
end
redis.call('ZREMRANGEBYSCORE', ours, '-inf', now)
local last = redis.call('ZREVRANGE', ours, 0, 0, 'WITHSCORES')[2]
if last then
    redis.call('ZADD', team, last, agent)
    redis.call('ZADD', everybody, last, member)
    return 0
end
redis.call('ZREM', team, agent)
redis.call('ZREM', everybody, member)
redis.call('HDEL', names, member)
return 1
