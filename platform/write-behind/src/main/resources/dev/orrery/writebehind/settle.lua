-- Takes the mark off every version that the database has, or has a newer one of: then the entry goes,
-- to be read anew. ARGV: prefix of entries, milliseconds to keep; then key, version and 1 for newer.
for i = 3, #ARGV, 3 do
  local key = ARGV[i]
  local entry = ARGV[1] .. key
  if (redis.call('hget', entry, 'v') or '') == ARGV[i + 1] then
    redis.call('zrem', KEYS[1], key)
    if ARGV[i + 2] == '1' then
      redis.call('del', entry)
    else
      redis.call('hdel', entry, 't')
      redis.call('pexpire', entry, ARGV[2])
    end
  end
end
return 1
