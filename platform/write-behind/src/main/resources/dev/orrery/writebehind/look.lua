-- How many are dirty, how many set aside, and for how many microseconds the first has been due:
-- negative where it is not yet, and far below where there is none.
local first = redis.call('zrange', KEYS[1], 0, 0, 'withscores')
local time = redis.call('time')
local due = first[2] and time[1] * 1000000 + time[2] - tonumber(first[2]) or -9e15
return {redis.call('zcard', KEYS[1]), redis.call('hlen', KEYS[2]), due}
