-- Values and their dirty marks. ARGV: prefix of entries, floor, capacity, microseconds until a mark is
-- due; then of each write the key, the version it replaces ('' for any) and the value. Answers how many
-- are dirty, then of each write its version, 0 where another version is there, -1 where there is no room.
local clock, dirty, aside = KEYS[1], KEYS[2], KEYS[3]
local capacity = tonumber(ARGV[3])
local time = redis.call('time')
local now = time[1] * 1000000 + time[2]
-- Without its clock Redis has forgotten, and the database must say how far versions were.
local last = tonumber(redis.call('get', clock) or ARGV[2])
if not last then
  return {-1}
end
local set_aside = redis.call('hlen', aside)
local filled = redis.call('zcard', dirty) + set_aside
local answer = {0}
for i = 5, #ARGV, 3 do
  local key, expected, data = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local entry = ARGV[1] .. key
  local held = redis.call('hmget', entry, 'v', 't')
  local outcome = 0
  if expected == '' or held[1] == expected then
    local marked = redis.call('zscore', dirty, key)
    local was_aside = not marked and set_aside > 0 and redis.call('hexists', aside, key) == 1
    if not marked and not was_aside and filled >= capacity then
      outcome = -1
    else
      last = math.max(last + 1, now, (tonumber(held[1]) or 0) + 1)
      outcome = last
      -- A mark keeps its place, so that a value that never rests is written all the same; one that
      -- waits because its value failed begins anew, for the value is another.
      if not marked or held[2] then
        redis.call('del', entry)
        redis.call('zadd', dirty, now + ARGV[4], key)
      end
      redis.call('hset', entry, 'v', string.format('%.0f', last), 'd', data)
      if was_aside then
        redis.call('hdel', aside, key)
        set_aside = set_aside - 1
      elseif not marked then
        filled = filled + 1
      end
    end
  end
  answer[#answer + 1] = outcome
end
redis.call('set', clock, string.format('%.0f', last))
answer[1] = filled
return answer
