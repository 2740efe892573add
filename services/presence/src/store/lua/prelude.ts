/**
 * The beginning of every script. KEYS: clock, silence due, demotion due, gateways, changes, agents, all of one shard;
 * ARGV 1 to 4: timeout, logout, slack, longest gap between batches that is no blackout, in ms.
 *
 * A shard's clock counts open time: real time (Redis TIME) minus blackouts, in which no gateway's batch arrived and so
 * no beat could have been recorded. All due times are in open time: a blackout moves all of them, and only once.
 */
export const prelude = `
local CLOCK, SILENCE_DUE, DEMOTION_DUE, GATEWAYS, CHANGES, AGENTS = unpack(KEYS)
local TIMEOUT, LOGOUT, SLACK, BLACKOUT = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local FORGET = 86400000
local time = redis.call('TIME')
local now, micros = time[1] * 1000 + math.floor(time[2] / 1000), time[1] * 1000000 + time[2]
local text = function(number) return number and string.format('%.0f', number) or '' end

local clock = redis.call('HMGET', CLOCK, 'born', 'seen', 'lost', 'reopened', 'gap')
local born, seen, lost = tonumber(clock[1]), tonumber(clock[2]), tonumber(clock[3])
local reopened, gap = tonumber(clock[4]), tonumber(clock[5])
if not born then
  born, seen, lost, reopened, gap = now, now, 0, now, now
  redis.call('HSET', CLOCK, 'born', text(born), 'seen', text(seen), 'lost', 0, 'reopened', text(now), 'gap', text(now))
end

-- open time of a real instant; the whole of the last blackout is one point
local function open(instant)
  if instant >= reopened then return instant - lost end
  return math.min(instant - lost + gap, reopened - lost)
end

local function isBlackout() return now - seen > BLACKOUT end

-- with a field, its value too: until when that connection had proved life
local function load(id, field)
  local key = AGENTS .. ':' .. id
  local f = redis.call('HMGET', key, 'status', 'reason', 'chosen', 'link', 'since', 'alive', 'ended', 'chosenAt',
    'version', 'statusSince', field or 'version')
  if not f[1] then return nil end
  return {
    id = id, key = key, status = f[1], reason = f[2] or '', chosen = f[3], link = f[4], since = tonumber(f[5]),
    alive = tonumber(f[6]), ended = tonumber(f[7]) or 0, chosenAt = tonumber(f[8]) or 0, version = tonumber(f[9]),
    statusSince = tonumber(f[10]) or tonumber(f[5]), proved = field and tonumber(f[11])
  }
end

local function newcomer(id)
  redis.call('SADD', AGENTS, id)
  return {
    id = id, key = AGENTS .. ':' .. id, status = 'unavailable', reason = '', chosen = '0', link = 'disconnected',
    since = now, statusSince = now, ended = 0, chosenAt = open(now), version = 0, unsaved = true
  }
end

-- when silence next does something to the agent: links go quiet in a blackout too, demotions wait for its end
local function arm(agent)
  local into, due = DEMOTION_DUE, nil
  if agent.link == 'connected' then into, due = SILENCE_DUE, agent.alive + math.min(SLACK, TIMEOUT)
  elseif agent.link == 'reconnecting' then due = agent.alive + TIMEOUT
  elseif agent.status ~= 'loggedOut' then due = math.max(agent.alive or 0, agent.chosenAt) + LOGOUT end
  if due then redis.call('ZADD', into, text(due), agent.id) else redis.call('ZREM', into, agent.id) end
  if agent.unsaved then redis.call('ZREM', into == SILENCE_DUE and DEMOTION_DUE or SILENCE_DUE, agent.id) end
end

-- with a field, that connection's proof goes into the same write
local function save(agent, field, proof)
  arm(agent)
  if not agent.unsaved then
    local own = field or 'ended'
    redis.call('HSET', agent.key, 'alive', text(agent.alive), 'ended', text(agent.ended), own, text(proof or agent.ended))
    return
  end
  if field then redis.call('HSET', agent.key, field, text(proof)) end
  redis.call('HSET', agent.key, 'status', agent.status, 'reason', agent.reason, 'chosen', agent.chosen,
    'link', agent.link, 'since', text(agent.since), 'alive', text(agent.alive), 'ended', text(agent.ended),
    'chosenAt', text(agent.chosenAt), 'version', text(agent.version), 'statusSince', text(agent.statusSince))
end

-- a change and the record of it are one step: the stream is the outbox
local recorded = 0
local function record(agent, cause)
  recorded = recorded + 1
  agent.version, agent.unsaved = math.max(agent.version + 1, micros), true
  redis.call('XADD', CHANGES, '*', 'agentId', agent.id, 'version', text(agent.version), 'status', agent.status,
    'reason', agent.reason, 'link', agent.link, 'since', text(agent.since), 'statusSince', text(agent.statusSince),
    'aliveUntil', agent.alive and text(agent.alive + lost) or '', 'cause', cause, 'at', text(now))
end

-- the same once more, as after a new sign-in, goes on from where it began
local function setStatus(agent, status, reason)
  if agent.status ~= status then agent.statusSince = now end
  agent.status, agent.reason = status, reason
end

local function setLink(agent, link, cause)
  agent.link, agent.since = link, now
  record(agent, cause)
end

-- the last word of gateways that fell silent with this agent on them: its 30 s begin there,
-- unless the connection had been silent before, or was left for another gateway
local function lastWord(agent)
  local word, all = agent.alive, redis.call('HGETALL', agent.key)
  for i = 1, #all, 2 do
    local gateway = string.match(all[i], '^c:(%S+) ')
    local spoke = gateway and tonumber(redis.call('ZSCORE', GATEWAYS, gateway))
    local lived = spoke and tonumber(all[i + 1]) + SLACK >= open(spoke)
    if lived and now - spoke > BLACKOUT then word = math.max(word, open(spoke)) end
    if gateway and all[i + 1] + FORGET < open(now) then redis.call('HDEL', agent.key, all[i]) end
  end
  return word
end

-- THE rule: what silence up to the open time 'at' costs. Sweep, beats and closes all come through here.
local function demote(agent, at)
  if agent.link ~= 'disconnected' and at > agent.alive + TIMEOUT then
    agent.ended = math.max(agent.ended, lastWord(agent))
    agent.alive = math.max(agent.alive, agent.ended)
    if at > agent.alive + TIMEOUT then setLink(agent, 'disconnected', 'lost') end
  end
  if agent.link == 'disconnected' and agent.status ~= 'loggedOut'
    and at > math.max(agent.alive or 0, agent.chosenAt) + LOGOUT then
    setStatus(agent, 'loggedOut', '')
    record(agent, 'forcedLogout')
  end
end

local function nextIn()
  local wait = -1
  local silence = redis.call('ZRANGE', SILENCE_DUE, 0, 0, 'WITHSCORES')
  if silence[2] then wait = math.max(0, silence[2] - open(now)) end
  local demotion = not isBlackout() and redis.call('ZRANGE', DEMOTION_DUE, 0, 0, 'WITHSCORES') or {}
  if demotion[2] then
    local left = math.max(0, demotion[2] - open(now) + 1)
    if wait < 0 or left < wait then wait = left end
  end
  return wait
end

local function row(agent)
  return { agent.id, text(agent.version), agent.status, agent.reason, agent.link, text(agent.since),
    agent.alive and text(agent.alive + lost) or '', agent.chosen, text(agent.statusSince) }
end
`
