import type { Agent, ConversationStatus, Presence } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Collection, ensureIndexes, findById, isDuplicateKey, storageCall } from '@inbox/storage'
import type { AgentState } from '../domain/agent.ts'

/** What directory and presence reported about an agent, each with its own version, and the offers missed in a row. */
export interface AgentDocument extends Omit<AgentState, 'id'> {
  _id: string
  role: Agent['role']
  directoryVersion: number
  presenceVersion: number
  /** When the directory's latest report took effect here. */
  directoryAt?: Date
  /** When presence's latest report took effect here. */
  presenceAt?: Date
  /** What they had in Ongoing when presence reported, by this version, that they were gone. */
  gone?: { presenceVersion: number; held: Held[] }
  misses: number
  lastMissedOfferId?: string
}

/** A conversation that an agent had in Ongoing, and its status then. */
export interface Held {
  conversationId: string
  from: ConversationStatus
}

const unknown: Omit<AgentDocument, '_id'> = {
  name: '',
  role: 'agent',
  limit: 0,
  departmentIds: [],
  active: false,
  status: 'loggedOut',
  link: 'disconnected',
  directoryVersion: -1,
  presenceVersion: -1,
  misses: 0
}

/** The queue's copy of the agents: newer versions win, whatever the order of arrival. */
export interface Agents {
  get(id: string): Promise<AgentState | null>
  all(): Promise<(AgentState & { role: Agent['role'] })[]>
  /** False if a newer version was stored; a repetition counts as taken, so that an interrupted walk is repeated. */
  takeDirectory(agent: Agent): Promise<boolean>
  takePresence(presence: Presence): Promise<boolean>
  /** Remembers what the agent held; returns what was first remembered for this version, as part may be taken later. */
  rememberHeld(agentId: string, presenceVersion: number, held: Held[]): Promise<Held[]>
  /** Whether a person in the department could still answer; being at the limit counts. */
  isAttended(departmentId: string): Promise<boolean>
  /** Agents who are gone, according to presence, since before `before`. */
  goneBefore(before: Date): Promise<string[]>
  /** Agents who were deactivated before `before`. */
  deactivatedBefore(before: Date): Promise<string[]>
  /** Counts a missed offer once; returns the number of misses in a row. */
  countMiss(agentId: string, offerId: string): Promise<number>
  forgiveMisses(agentId: string): Promise<void>
}

export async function openAgents(collection: Collection<AgentDocument>, clock: Clock): Promise<Agents> {
  await ensureIndexes(collection, [{ key: { departmentIds: 1, status: 1, link: 1 }, name: 'attending' }])
  return { ...replica(collection, clock), ...whereabouts(collection), ...misses(collection) }
}

function replica(
  collection: Collection<AgentDocument>,
  clock: Clock
): Pick<Agents, 'get' | 'all' | 'takeDirectory' | 'takePresence'> {
  const find = findById(collection)
  const take = async (id: string, version: 'directoryVersion' | 'presenceVersion', fields: Partial<AgentDocument>) => {
    const { [version]: given } = fields
    const rest = Object.fromEntries(Object.entries(unknown).filter(([name]) => !(name in fields)))
    try {
      await storageCall(() =>
        collection.updateOne(
          { _id: id, [version]: { $lte: given } },
          { $set: fields, $setOnInsert: rest },
          { upsert: true }
        )
      )
      return true
    } catch (error) {
      // the upsert found no older version although the agent exists: a newer one is stored
      if (isDuplicateKey(error)) return false
      throw error
    }
  }
  return {
    get: async id => {
      const document = await find(id)
      return document && toState(document)
    },
    all: async () => {
      const documents = await storageCall(() => collection.find({}).toArray())
      return documents.map(document => ({ ...toState(document as AgentDocument), role: document.role }))
    },
    takeDirectory: ({ id, version, name, role, departmentIds, limit, exceedLimit = false, active, bot }) => {
      const told = { name, role, departmentIds, limit, exceedLimit, active, ...(bot && { bot }) }
      return take(id, 'directoryVersion', { directoryVersion: version, directoryAt: clock.now(), ...told })
    },
    takePresence: ({ agentId, version, status, link }) =>
      take(agentId, 'presenceVersion', { presenceVersion: version, presenceAt: clock.now(), status, link })
  }
}

/** Who is there, who is gone, and what the latter held. */
function whereabouts(
  collection: Collection<AgentDocument>
): Pick<Agents, 'isAttended' | 'goneBefore' | 'deactivatedBefore' | 'rememberHeld'> {
  const idsOf = async (filter: Parameters<typeof collection.find>[0]) => {
    const found = await storageCall(() => collection.find(filter, { projection: { _id: 1 } }).toArray())
    return found.map(({ _id }) => _id)
  }
  return {
    isAttended: async departmentId => {
      const attending: Parameters<typeof collection.findOne>[0] = {
        departmentIds: departmentId,
        status: 'available',
        link: { $in: ['connected', 'reconnecting'] },
        active: true,
        // a supervisor who only watches does not answer
        limit: { $gt: 0 },
        // nor does a bot, where people are needed
        bot: { $exists: false }
      }
      return (await storageCall(() => collection.findOne(attending, { projection: { _id: 1 } }))) !== null
    },
    goneBefore: before =>
      idsOf({ $or: [{ link: 'disconnected' }, { status: 'loggedOut' }], presenceAt: { $lt: before } }),
    deactivatedBefore: before => idsOf({ active: false, directoryAt: { $lt: before } }),
    rememberHeld: async (agentId, presenceVersion, held) => {
      const unknownYet = { _id: agentId, 'gone.presenceVersion': { $ne: presenceVersion } }
      await storageCall(() => collection.updateOne(unknownYet, { $set: { gone: { presenceVersion, held } } }))
      return (await findById(collection)(agentId))?.gone?.held ?? []
    }
  }
}

function misses(collection: Collection<AgentDocument>): Pick<Agents, 'countMiss' | 'forgiveMisses'> {
  return {
    countMiss: async (agentId, offerId) => {
      await storageCall(() =>
        collection.updateOne(
          { _id: agentId, lastMissedOfferId: { $ne: offerId } },
          { $inc: { misses: 1 }, $set: { lastMissedOfferId: offerId } }
        )
      )
      return (await storageCall(() => collection.findOne({ _id: agentId })))?.misses ?? 0
    },
    forgiveMisses: async agentId => {
      await storageCall(() => collection.updateOne({ _id: agentId, misses: { $gt: 0 } }, { $set: { misses: 0 } }))
    }
  }
}

const toState = ({
  _id,
  name,
  limit,
  exceedLimit,
  departmentIds,
  active,
  bot,
  status,
  link
}: AgentDocument): AgentState => ({
  id: _id,
  name,
  limit,
  ...(exceedLimit && { exceedLimit }),
  departmentIds,
  active,
  ...(bot && { bot }),
  status,
  link
})
