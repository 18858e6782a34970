-- What is due within so many microseconds, the first to be due first; it stays until it is settled.
-- ARGV: prefix of entries, how many, microseconds. Answers key, version, value and failed attempts of
-- each.
local time = redis.call('time')
local by = time[1] * 1000000 + time[2] + ARGV[3]
local taken = {}
for _, key in ipairs(redis.call('zrangebyscore', KEYS[1], '-inf', by, 'limit', 0, ARGV[2])) do
  local entry = redis.call('hmget', ARGV[1] .. key, 'v', 'd', 't')
  taken[#taken + 1] = key
  taken[#taken + 1] = entry[1] or ''
  taken[#taken + 1] = entry[2] or ''
  taken[#taken + 1] = entry[3] or '0'
end
return taken
