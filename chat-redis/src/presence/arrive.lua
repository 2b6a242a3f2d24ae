-- Notes a connection; 1 when the agent was away.
-- KEYS: the agent's connections, its team, everybody, names. ARGV: connection, agent, member of everybody, name, now, until
local ours, team, everybody, names = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local connection, agent, member, name, now, till = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
redis.call('ZREMRANGEBYSCORE', ours, '-inf', now)
local was_away = redis.call('ZCARD', ours) == 0
redis.call('ZADD', ours, till, connection)
local last = redis.call('ZREVRANGE', ours, 0, 0, 'WITHSCORES')[2]
redis.call('ZADD', team, last, agent)
redis.call('ZADD', everybody, last, member)
redis.call('HSET', names, member, name)
return was_away and 1 or 0
