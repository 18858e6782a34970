-- The version and the value; or, where there is none, the lease under which to bring it.
local entry = redis.call('hmget', KEYS[1], 'v', 'd', 'l')
if entry[1] then
  return {entry[1], entry[2]}
end
if entry[3] then
  return {'', entry[3]}
end
redis.call('hset', KEYS[1], 'l', ARGV[1])
redis.call('pexpire', KEYS[1], ARGV[2])
return {'', ARGV[1]}
