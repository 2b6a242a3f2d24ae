-- Takes those of whom no connection was renewed in time; clients, agents and names, flat.
-- KEYS: everybody, names. ARGV: now, limit, what the keys of teams and of connections begin with
local everybody, names = KEYS[1], KEYS[2]
local now, limit, teams, connections = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local lapsed = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', everybody, '-inf', now, 'LIMIT', 0, limit)) do
    local client, agent = string.match(member, '^(.*)/(.*)$')
    table.insert(lapsed, client)
    table.insert(lapsed, agent)
    table.insert(lapsed, redis.call('HGET', names, member) or '')
    redis.call('ZREM', everybody, member)
    redis.call('HDEL', names, member)
    redis.call('ZREM', teams .. client, agent)
    redis.call('DEL', connections .. member)
end
return lapsed
