-- What was read from the database, unless somebody has written or Redis has forgotten since.
if redis.call('hget', KEYS[1], 'l') ~= ARGV[1] then
  return 0
end
redis.call('del', KEYS[1])
redis.call('hset', KEYS[1], 'v', ARGV[2], 'd', ARGV[3])
redis.call('pexpire', KEYS[1], ARGV[4])
return 1
