import {
  agentChanged,
  channelChanged,
  departmentChanged,
  type Envelope,
  getDirectorySnapshot,
  listPresence,
  type MessageType,
  type Owner,
  type Presence,
  presenceChanged,
  serviceAccountChanged
} from '@inbox/contracts'
import { createClient } from '@inbox/http'
import { unwrap } from '@inbox/kernel'
import { connectBroker, newEnvelope } from '@inbox/messaging'
import { newId, readEnvironment, secrets } from '@inbox/runtime'
import { createLogger } from '@inbox/telemetry'
import { z } from 'zod'
import { read } from './check/read.ts'
import { openDatabases } from './databases.ts'

const USAGE = `What services know of what others own. DIRECTORY_URL, PRESENCE_URL and SERVICE_TOKEN_SECRET lead to the owners.

  pictures check     one JSON line for each agent or department of which queue (MONGODB_URL) knows less than its owner; exit code 1 if there is one
  pictures rebuild   has the owners' newest versions told anew (RABBITMQ_URL): whoever knows less takes them, others pass them over
`

/** What an operator does about what services know of others; answers the exit code. */
export async function picturesCommand(args: string[]): Promise<number> {
  const doIt = { check, rebuild }[args.join(' ')]
  if (doIt) return doIt()
  process.stderr.write(USAGE)
  return 2
}

const print = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)

async function readOwners() {
  const { DIRECTORY_URL, PRESENCE_URL, SERVICE_TOKEN_SECRET } = readEnvironment({
    DIRECTORY_URL: z.url().default('http://127.0.0.1:4106'),
    PRESENCE_URL: z.url().default('http://127.0.0.1:4105'),
    SERVICE_TOKEN_SECRET: secrets
  })
  const of = (baseUrl: string) => createClient({ baseUrl, service: 'ops', secret: SERVICE_TOKEN_SECRET })
  const [directory, presence] = await Promise.all([
    of(DIRECTORY_URL).call(getDirectorySnapshot, {}),
    of(PRESENCE_URL).call(listPresence, { query: {} })
  ])
  return { ...unwrap(directory), presences: unwrap(presence).items }
}

async function check(): Promise<number> {
  await using databases = openDatabases()
  const { departments, agents, presences } = await readOwners()
  const queue = await databases.get('queue')
  const knownOf = async (collection: string, field: string) => {
    const documents = await read<{ _id: string; [field: string]: unknown }>(queue, collection, {}, [field])
    return new Map(documents.map(document => [document._id, Number(document[field] ?? -1)]))
  }
  const [ofAgents, ofPresence, ofDepartments] = await Promise.all([
    knownOf('agents', 'directoryVersion'),
    knownOf('agents', 'presenceVersion'),
    knownOf('departments', 'version')
  ])
  const owned = [
    ...agents.map(({ id, version }) => ({ of: 'agent', id, version, known: ofAgents.get(id) })),
    ...presences.map(({ agentId: id, version }) => ({ of: 'presence', id, version, known: ofPresence.get(id) })),
    ...departments.map(({ id, version }) => ({ of: 'department', id, version, known: ofDepartments.get(id) }))
  ]
  const behind = owned.filter(({ version, known = -1 }) => known < version)
  for (const each of behind) print(each)
  return behind.length > 0 ? 1 : 0
}

interface Told {
  type: MessageType
  envelope: Envelope
}

async function rebuild(): Promise<number> {
  const { RABBITMQ_URL: url } = readEnvironment({ RABBITMQ_URL: z.string().min(1) })
  const { departments, agents, channels, serviceAccounts = [], presences } = await readOwners()
  const about = { correlationId: newId(), occurredAt: new Date() }
  const ofIt = ({ id, version }: { id: string; version: number }) => ({ key: id, version, ...about })
  await tell(url, 'directory', [
    ...departments.map(department => told(departmentChanged, { ...ofIt(department), data: { department } })),
    ...agents.map(agent => told(agentChanged, { ...ofIt(agent), data: { agent } })),
    ...channels.map(channel => told(channelChanged, { ...ofIt(channel), data: { channel } })),
    ...serviceAccounts.map(account =>
      told(serviceAccountChanged, { ...ofIt(account), data: { serviceAccount: account } })
    )
  ])
  await tell(
    url,
    'presence',
    presences.map(presence => {
      const { agentId: key, version, since, statusSince = since } = presence
      const occurredAt = [since, statusSince].toSorted().at(-1)!
      return told(presenceChanged, {
        ...about,
        key,
        version,
        occurredAt,
        data: { ...presence, cause: causeOf(presence) }
      })
    })
  )
  const counts = { departments, agents, channels, serviceAccounts, presences }
  print(Object.fromEntries(Object.entries(counts).map(([name, all]) => [name, all.length])))
  return 0
}

const told = <Type extends MessageType>(type: Type, given: Parameters<typeof newEnvelope<Type>>[1]): Told => ({
  type,
  envelope: newEnvelope(type, given)
})

/** What usually brings it about; what did, nobody keeps. */
const causeOf = ({ link, status }: Presence) =>
  status === 'loggedOut'
    ? ('forcedLogout' as const)
    : ({ connected: 'connected', reconnecting: 'closed', disconnected: 'lost' } as const)[link]

/** In the name of whoever owns it. */
async function tell(url: string, service: Owner, all: readonly Told[]): Promise<void> {
  const publishes = [...new Set(all.map(({ type }) => type))]
  await using broker = connectBroker({ url, service, publishes, logger: createLogger('ops', 'silent') })
  await broker.whenReady()
  for (const { type, envelope } of all) await broker.publish(type, envelope)
}
