-- KEYS[1] permits by the time they lapse. ARGV: capacity, permits wanted, lease in ms, name of the permit.
-- Returns 1 and when they lapse, or 0 and how long until enough of the others have; all in ms.
local clock = redis.call('time')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local capacity, wanted, lease = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

redis.call('zremrangebyscore', KEYS[1], '-inf', now)
local missing = redis.call('zcard', KEYS[1]) + wanted - capacity
if missing > 0 then
  local lapsing = redis.call('zrange', KEYS[1], missing - 1, missing - 1, 'withscores')
  return {0, lapsing[2] and lapsing[2] - now or lease}
end
for number = 1, wanted do
  redis.call('zadd', KEYS[1], now + lease, ARGV[4] .. ':' .. number)
end
redis.call('pexpire', KEYS[1], math.max(lease, redis.call('pttl', KEYS[1])))
return {1, now + lease}
