-- A bucket as the moment at which it will be full (GCRA). KEYS[1]: that moment, in microseconds.
-- ARGV: quota, window in microseconds, burst. Answers: allowed, calls left, microseconds to wait,
-- microseconds until it is full.
local time = redis.call('TIME')
-- Counted from 2023, so that a double has fractions of a microsecond to spare.
local now = (time[1] - 1700000000) * 1000000 + time[2]
local per_call = ARGV[2] / ARGV[1]
local capacity = per_call * ARGV[3]

local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local after = full_at + per_call
local too_much = after - (now + capacity)
if too_much > per_call * 1e-6 then
  return {0, 0, math.ceil(too_much), math.ceil(full_at - now)}
end
redis.call('SET', KEYS[1], string.format('%.6f', after), 'PX', math.ceil((after - now) / 1000))
return {1, math.floor((capacity - (after - now)) / per_call + 1e-6), 0, math.ceil(after - now)}
