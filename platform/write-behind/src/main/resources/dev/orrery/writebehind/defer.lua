-- One more failed attempt: due later. ARGV: prefix of entries, key, version, microseconds.
local entry = ARGV[1] .. ARGV[2]
if redis.call('hget', entry, 'v') ~= ARGV[3] then
  return 0
end
local time = redis.call('time')
redis.call('hincrby', entry, 't', 1)
redis.call('zadd', KEYS[1], time[1] * 1000000 + time[2] + ARGV[4], ARGV[2])
return 1
