-- Every call of the last window. KEYS[1]: their moments, in microseconds.
-- ARGV: quota, window in microseconds. Answers: allowed, calls left, microseconds to wait,
-- microseconds until none of them counts any more.
local time = redis.call('TIME')
local now = (time[1] - 1700000000) * 1000000 + time[2]
local quota = tonumber(ARGV[1])
local window = tonumber(ARGV[2])

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
local calls = redis.call('ZCARD', KEYS[1])
if calls >= quota then
  local oldest = redis.call('ZRANGE', KEYS[1], calls - quota, calls - quota, 'WITHSCORES')[2]
  local newest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
  return {0, 0, oldest + window - now, newest + window - now}
end
-- Two calls of one microsecond differ by the number of those before them.
local moment = string.format('%.0f', now)
redis.call('ZADD', KEYS[1], moment, moment .. '-' .. calls)
redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
return {1, quota - calls - 1, 0, window}
