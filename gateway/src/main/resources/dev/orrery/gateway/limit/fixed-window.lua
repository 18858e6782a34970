-- Calls within the current window of the clock. KEYS[1]: its beginning and their number.
-- ARGV: quota, window in microseconds. Answers: allowed, calls left, microseconds to wait,
-- microseconds until the next window.
local time = redis.call('TIME')
local now = (time[1] - 1700000000) * 1000000 + time[2]
local quota = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local begun = now - now % window
local rest = begun + window - now

local held = redis.call('HMGET', KEYS[1], 'begun', 'calls')
local calls = 0
if tonumber(held[1] or -1) == begun then
  calls = tonumber(held[2])
end
if calls >= quota then
  return {0, 0, rest, rest}
end
redis.call('HSET', KEYS[1], 'begun', string.format('%.0f', begun), 'calls', calls + 1)
redis.call('PEXPIRE', KEYS[1], math.ceil(rest / 1000))
return {1, quota - calls - 1, 0, rest}
