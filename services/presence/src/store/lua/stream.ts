/**
 * KEYS: changes. ARGV: consumer, ms after which another's batch counts as abandoned, most entries. Only one batch of a
 * stream is in hand at a time, whoever holds it, so changes are published in order with any number of processes.
 */
export const take = `
local STREAM, GROUP, ME = KEYS[1], 'publisher', ARGV[1]
if redis.call('EXISTS', STREAM) == 0 then return { {}, 0 } end
redis.pcall('XGROUP', 'CREATE', STREAM, GROUP, '0')
local entries = {}
if redis.call('XPENDING', STREAM, GROUP)[1] == 0 then
  local read = redis.call('XREADGROUP', 'GROUP', GROUP, ME, 'COUNT', ARGV[3], 'STREAMS', STREAM, '>')
  entries = read and read[1] and read[1][2] or {}
else
  local mine = #redis.call('XPENDING', STREAM, GROUP, '-', '+', 1, ME) > 0
  entries = redis.call('XAUTOCLAIM', STREAM, GROUP, ME, mine and 0 or ARGV[2], '0-0', 'COUNT', ARGV[3])[2]
end
return { entries, redis.call('XLEN', STREAM) }
`

/** KEYS: changes. ARGV: ids of the published entries. */
export const acknowledge = `
redis.call('XACK', KEYS[1], 'publisher', unpack(ARGV))
return redis.call('XDEL', KEYS[1], unpack(ARGV))
`
