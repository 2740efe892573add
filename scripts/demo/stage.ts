import { randomUUID } from 'node:crypto'
import type {
  ConversationSummary,
  Department,
  getConversation,
  getMonitor,
  listChannels,
  OperationAnswer
} from '@inbox/contracts'
import type { DemoFile } from '@inbox/devstack'
import { type Agent, ask, type Contact, createContact, signIn } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'

const SHORT_WINDOW_SECONDS = 5
const SHORT_CHANNEL = 'Demo with a short session window'

export type Monitor = OperationAnswer<typeof getMonitor>
type DemoChannel = DemoFile['channels'][number]
type DemoDepartment = DemoFile['departments'][number]

/** Why the story cannot be played now, as conversations already waiting would be served first; undefined if it can. */
export async function whyNot(demo: DemoFile): Promise<string | undefined> {
  await using supervisor = await signIn(demo.gateway, demo.users.find(({ role }) => role === 'supervisor')!)
  const { departments, agents } = (await supervisor.get<Monitor>('/v1/monitor')).body
  const { items } = (await supervisor.get<{ items: Department[] }>('/v1/departments?limit=200')).body
  const bots = agents.filter(({ id, link }) => link === 'connected' && items.some(({ botId }) => botId === id))
  if (bots.length > 0) return `${bots.map(({ name }) => name).join(', ')} would answer first: stop \`npm run bot\`.`
  const busy = departments.filter(({ waiting, offered }) => waiting + offered > 0)
  const plays = ({ id }: { id: string }) => demo.users.some(({ agentId }) => agentId === id)
  const loaded = agents.filter(agent => agent.load > 0 && plays(agent))
  if (busy.length === 0 && loaded.length === 0) return undefined
  return [
    ...busy.map(({ name, waiting, offered }) => `${waiting + offered} conversations are waiting in ${name}.`),
    ...loaded.map(({ name, load }) => `${name} has ${load} conversations.`),
    'The story needs free agents and empty queues: close these conversations, or start a second system',
    'beside this one, with its own data folder and ports (DATA_DIR, INBOX_GATEWAY_PORT and so on).'
  ].join('\n')
}

/** Everybody in the demo, signed in, and what they need. `clear()` leaves the system as it was. */
export async function openStage(demo: DemoFile) {
  const run = randomUUID().slice(0, 8)
  const enter = (name: string) => signIn(demo.gateway, demo.users.find(each => each.name === name)!)
  const supervisor = await signIn(demo.gateway, demo.users.find(({ role }) => role === 'supervisor')!)
  const admin = await signIn(demo.gateway, demo.users.find(({ role }) => role === 'admin')!)
  const department = (mode: DemoDepartment['mode']) => demo.departments.find(each => each.mode === mode)!
  const isOurs = ({ contact }: ConversationSummary) => contact.externalId.endsWith(run)
  const staff = new Map<string, Agent>()

  const stage = {
    ...{ demo, supervisor },
    sales: department('automatic'),
    support: department('manual'),
    /** Agents by name; each signs in at the first call. */
    async agents(...names: string[]): Promise<Agent[]> {
      for (const name of names) if (!staff.has(name)) staff.set(name, await enter(name))
      const agents = names.map(name => staff.get(name)!)
      await waitFor(() => areThere(supervisor, agents), {
        ...{ timeoutMs: 15_000, describe: `${names.join(', ')} to be connected and available` }
      })
      return agents
    },
    async leave(name: string): Promise<void> {
      await staff.get(name)?.signOut()
      staff.delete(name)
    },
    /** A new contact on the department's channel of that kind. */
    contact(name: string, kind: DemoChannel['kind'], { id: departmentId }: DemoDepartment): Contact {
      const { apiKey } = demo.channels.find(each => each.kind === kind && each.departmentId === departmentId)!
      return createContact(demo.ingest, apiKey, { id: `${name.toLowerCase()}-${run}`, name, phone: '+55 11 5550 0100' })
    },
    shortWindow: () => shortWindow(admin, demo, department('manual').id, run),
    async clear(): Promise<void> {
      for (const name of [...staff.keys()]) await stage.leave(name)
      for (const each of [...supervisor.conversations.values()].filter(isOurs)) await end(supervisor, each)
      await Promise.all([supervisor[Symbol.asyncDispose](), admin[Symbol.asyncDispose]()])
    }
  }
  return stage
}

export type Stage = Awaited<ReturnType<typeof openStage>>

async function areThere(supervisor: Agent, staff: readonly Agent[]): Promise<boolean> {
  const { agents } = (await supervisor.get<Monitor>('/v1/monitor')).body
  return staff.every(({ id }) =>
    agents.some(agent => agent.id === id && agent.link === 'connected' && agent.status === 'available')
  )
}

/** A contact on a channel whose session window lasts seconds; the channel is created once, its key every time. */
async function shortWindow(admin: Agent, { ingest }: DemoFile, departmentId: string, run: string) {
  const fields = {
    ...{ kind: 'whatsapp', name: SHORT_CHANNEL, departmentId },
    session: { kind: 'window', hours: SHORT_WINDOW_SECONDS / 3600 }
  }
  const { items } = (await admin.get<OperationAnswer<typeof listChannels>>('/v1/channels?limit=200')).body
  const known = items.find(({ name }) => name === SHORT_CHANNEL)
  const { id } = known ?? (await admin.post<{ id: string }>('/v1/channels', fields)).body
  const key = await admin.post<{ apiKey: string }>(`/v1/channels/${id}/keys`, { retireOthersAfterSeconds: 0 })
  const { apiKey } = key.body
  const empty = () => ask('POST', `${ingest}/v1/messages`, { token: apiKey, body: {} })
  await waitFor(async () => (await empty()).status === 400, { describe: 'channel-ingest to know the new key' })
  return { seconds: SHORT_WINDOW_SECONDS, contact: createContact(ingest, apiKey, { id: `vera-${run}`, name: 'Vera' }) }
}

/** Closes a conversation, whatever its status, with one of its department's reasons. */
async function end(supervisor: Agent, { id, departmentId }: ConversationSummary): Promise<void> {
  const path = `/v1/conversations/${id}`
  const { closeForm } = (await supervisor.get<Department>(`/v1/departments/${departmentId}`)).body
  const reason = closeForm?.reasons[0] ?? 'demo'
  await waitFor(
    async () => {
      const { status } = (await supervisor.get<OperationAnswer<typeof getConversation>>(path)).body
      if (status === 'closed') return true
      if (status === 'inactive') await supervisor.post(`${path}/dismiss`, { outcome: 'demo' })
      else await supervisor.post(`${path}/close`, { reason })
      return false
    },
    { describe: `conversation ${id} to be closed` }
  )
}
