import { prelude } from './prelude.ts'

/** ARGV 5: the most agents to look at. Returns how late each demotion was, in ms. */
export const sweep = `${prelude}
local at, late = open(now), {}
local function visit(ids)
  for _, id in ipairs(ids) do
    local agent = load(id)
    local link = agent.link
    if not isBlackout() then demote(agent, at) end
    if agent.link == 'connected' and at >= agent.alive + math.min(SLACK, TIMEOUT) then
      setLink(agent, 'reconnecting', 'silent')
    elseif agent.link ~= link then late[#late + 1] = at - agent.alive - TIMEOUT end
    save(agent)
  end
end
visit(redis.call('ZRANGEBYSCORE', SILENCE_DUE, '-inf', text(at), 'LIMIT', 0, ARGV[5]))
if not isBlackout() then visit(redis.call('ZRANGEBYSCORE', DEMOTION_DUE, '-inf', '(' .. text(at), 'LIMIT', 0, ARGV[5])) end
return { text(born), nextIn(), recorded, late }
`

/** ARGV 5…: agent, expected version ('' = unknown), status, reason, cause. Returns the agent; nothing on a conflict. */
export const choose = `${prelude}
local agent = load(ARGV[5])
if (agent and text(agent.version) or '') ~= ARGV[6] then return { text(born), nextIn(), recorded, {} } end
agent = agent or newcomer(ARGV[5])
setStatus(agent, ARGV[7], ARGV[8])
agent.chosen, agent.chosenAt = '1', open(now)
record(agent, ARGV[9])
save(agent)
return { text(born), nextIn(), recorded, row(agent) }
`

/** ARGV 5…: the agents wanted. Returns those that are known. */
export const read = `${prelude}
local rows = {}
for i = 5, #ARGV do
  local agent = load(ARGV[i])
  if agent then rows[#rows + 1] = row(agent) end
end
return { text(born), nextIn(), recorded, rows }
`

/** ARGV 5… (each): agent, version, status, reason, link, status since. Restores a lost agent as alive until now. */
export const restore = `${prelude}
for i = 5, #ARGV, 6 do
  local agent = load(ARGV[i]) or newcomer(ARGV[i])
  if agent.version < tonumber(ARGV[i + 1]) then
    agent.version, agent.status, agent.reason = tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[i + 3]
    agent.link, agent.chosen, agent.chosenAt, agent.unsaved = ARGV[i + 4], '1', open(now), true
    agent.statusSince = tonumber(ARGV[i + 5]) or now
    if agent.link ~= 'disconnected' then
      agent.ended = math.max(agent.ended, open(now))
      agent.alive = math.max(agent.alive or 0, agent.ended)
    end
    save(agent)
  end
end
return { text(born), nextIn(), recorded, {} }
`

/** ARGV 5: ms. Returns gateways silent for longer although beats can be recorded; not those long gone. */
export const unheard = `${prelude}
local silent = {}
if not isBlackout() then
  silent = redis.call('ZRANGEBYSCORE', GATEWAYS, text(now - TIMEOUT), '(' .. text(now - tonumber(ARGV[5])))
end
return { text(born), nextIn(), recorded, silent }
`
