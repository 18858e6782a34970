-- What was set aside is given up: the database's value is read again. ARGV: prefix of entries, key,
-- version.
redis.call('hdel', KEYS[2], ARGV[2])
local entry = ARGV[1] .. ARGV[2]
if redis.call('hget', entry, 'v') == ARGV[3] and not redis.call('zscore', KEYS[1], ARGV[2]) then
  redis.call('del', entry)
end
return 1
