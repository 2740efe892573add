import { prelude } from './prelude.ts'

/** ARGV 5…: gateway, ping ms, whether to create unknown agents; per beat: kind (b, c), agent, connection, age. */
export const beats = `${prelude}
local GATEWAY, PING, CREATE = ARGV[5], math.ceil(tonumber(ARGV[6])), ARGV[7] == '1'
if isBlackout() then lost, gap, reopened = lost + now - seen, now - seen, now end
seen = now
redis.call('HSET', CLOCK, 'seen', text(seen), 'lost', text(lost), 'reopened', text(reopened), 'gap', text(gap))
redis.call('ZADD', GATEWAYS, text(now), GATEWAY)
redis.call('ZREMRANGEBYSCORE', GATEWAYS, '-inf', text(now - FORGET))

local function proved(agent, field, at)
  local before = agent.proved
  local alive = math.max(before or 0, at + PING)
  if alive == before then return end
  if alive <= (agent.alive or 0) then
    redis.call('HSET', agent.key, field, text(alive))
    return
  end
  demote(agent, at)
  agent.alive = alive
  if open(now) < alive + SLACK then
    if agent.link ~= 'connected' then setLink(agent, 'connected', 'connected') end
  elseif agent.link == 'disconnected' and open(now) <= alive + TIMEOUT then setLink(agent, 'reconnecting', 'silent')
  end
  save(agent, field, alive)
end

local function bestOpen(agent)
  local best, all = 0, redis.call('HGETALL', agent.key)
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 2) == 'c:' then best = math.max(best, tonumber(all[i + 1])) end
  end
  return best
end

local function closed(agent, field, at)
  local before = agent.proved
  redis.call('HDEL', agent.key, field)
  -- a connection that no batch told of lived up to its close
  if not before then demote(agent, at) end
  agent.ended = math.max(agent.ended, math.min(before or at, at))
  local best = bestOpen(agent)
  agent.alive = math.max(agent.ended, best)
  local late = open(now) >= agent.alive and open(now) >= best + SLACK
  if agent.link == 'connected' and late then setLink(agent, 'reconnecting', 'closed')
  elseif agent.link == 'disconnected' and not before and open(now) <= agent.alive + TIMEOUT then
    setLink(agent, 'reconnecting', 'closed')
  end
  save(agent)
end

local unknown = {}
for i = 8, #ARGV, 4 do
  local field, at = 'c:' .. GATEWAY .. ' ' .. ARGV[i + 2], open(now - math.floor(tonumber(ARGV[i + 3])))
  local agent = load(ARGV[i + 1], field) or (CREATE and newcomer(ARGV[i + 1]))
  if not agent then unknown[#unknown + 1] = (i - 8) / 4
  elseif ARGV[i] == 'b' then proved(agent, field, at)
  else closed(agent, field, at) end
end
return { text(born), nextIn(), recorded, unknown }
`
