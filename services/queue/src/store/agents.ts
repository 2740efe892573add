import type { Agent, ConversationStatus, Presence } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Collection, ensureIndexes, findById, isDuplicateKey, storageCall } from '@inbox/storage'
import type { AgentState } from '../domain/agent.ts'

/** What directory and presence told of an agent, each with its own version, and the offers missed in a row. */
export interface AgentDocument extends Omit<AgentState, 'id'> {
  _id: string
  role: Agent['role']
  directoryVersion: number
  presenceVersion: number
  /** When what the directory last told took effect here. */
  directoryAt?: Date
  /** When the presence last told took effect here. */
  presenceAt?: Date
  /** What they had in Ongoing when presence said, by this version, that they are gone. */
  gone?: { presenceVersion: number; held: Held[] }
  misses: number
  lastMissedOfferId?: string
}

/** A conversation that an agent had in Ongoing, and in what status. */
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

/** The queue's picture of the agents: newer versions win, whatever the order of arrival. */
export interface Agents {
  get(id: string): Promise<AgentState | null>
  all(): Promise<(AgentState & { role: Agent['role'] })[]>
  /** False if a newer version was there; a repetition counts as taken, so that an interrupted walk is walked again. */
  takeDirectory(agent: Agent): Promise<boolean>
  takePresence(presence: Presence): Promise<boolean>
  /** Remembers what the agent held, and answers what was remembered of this version first: later a part may have been taken. */
  rememberHeld(agentId: string, presenceVersion: number, held: Held[]): Promise<Held[]>
  /** Whether a person of the department could still answer; being at the limit counts. */
  isAttended(departmentId: string): Promise<boolean>
  /** Agents whose presence says since before `before` that they are gone. */
  goneBefore(before: Date): Promise<string[]>
  /** Agents who were deactivated before `before`. */
  deactivatedBefore(before: Date): Promise<string[]>
  /** Counts a missed offer once; answers the misses in a row. */
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
      // the upsert found no older version, and the agent exists: a newer one is there
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

/** Who is there, who is gone, and what those held. */
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
        // a supervisor who only watches answers nobody
        limit: { $gt: 0 },
        // nor does a bot, where people are waited for
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
