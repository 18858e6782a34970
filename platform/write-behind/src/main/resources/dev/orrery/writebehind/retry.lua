-- What was set aside is dirty again, also where Redis has forgotten it, unless there is a newer one. ARGV: prefix of entries, key,
-- version, value.
local entry = ARGV[1] .. ARGV[2]
local held = redis.call('hget', entry, 'v')
redis.call('hdel', KEYS[2], ARGV[2])
if held and tonumber(held) > tonumber(ARGV[3]) then
  return 0
end
redis.call('del', entry)
redis.call('hset', entry, 'v', ARGV[3], 'd', ARGV[4])
local time = redis.call('time')
redis.call('zadd', KEYS[1], time[1] * 1000000 + time[2], ARGV[2])
return 1
