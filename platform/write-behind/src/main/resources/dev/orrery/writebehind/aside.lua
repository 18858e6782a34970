-- No longer dirty and not settled. ARGV: prefix of entries, key, version.
if redis.call('hget', ARGV[1] .. ARGV[2], 'v') ~= ARGV[3] then
  return 0
end
redis.call('zrem', KEYS[1], ARGV[2])
redis.call('hset', KEYS[2], ARGV[2], ARGV[3])
return 1
