import { parseArgs } from 'node:util'
import {
  agentChanged,
  departmentChanged,
  type Envelope,
  getDirectorySnapshot,
  listPresence,
  type MessageType,
  type Owner,
  type Presence,
  presenceChanged
} from '@inbox/contracts'
import { createClient } from '@inbox/http'
import { unwrap } from '@inbox/kernel'
import { connectBroker, newEnvelope } from '@inbox/messaging'
import { newId, readEnvironment, secrets } from '@inbox/runtime'
import type { AnyDocument } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { z } from 'zod'
import { behind, findStale } from './check/contradictions.ts'
import type { Finding } from './check/findings.ts'
import { lookTwice } from './check.ts'
import { type Databases, openDatabases } from './databases.ts'

const USAGE = `Queue's copies of agents, their presence, and departments. MONGODB_URL (and MONGODB_DATABASE_PREFIX) select the databases;
PRESENCE_URL, DIRECTORY_URL and SERVICE_TOKEN_SECRET give access to presence and directory.

  replicas check [--settle 15]     prints one JSON line for each copy still older than its original after --settle seconds; exit code 1 if there are any
  replicas rebuild [--settle 15]   publishes the newest version of those, and of nothing else, again (requires RABBITMQ_URL)
`

/** What operators can do about queue's copies of what other services own; resolves with the exit code. */
export async function replicasCommand(args: string[]): Promise<number> {
  const options = { settle: { type: 'string', default: '15' } } as const
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options })
  const doIt = { check, rebuild }[positionals.join(' ')]
  const settleMs = Number(values.settle) * 1000
  if (doIt && settleMs >= 0 && settleMs <= 3_600_000) return doIt(settleMs)
  process.stderr.write(USAGE)
  return 2
}

const print = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)

function callOwners() {
  const { DIRECTORY_URL, PRESENCE_URL, SERVICE_TOKEN_SECRET } = readEnvironment({
    DIRECTORY_URL: z.url().default('http://127.0.0.1:4106'),
    PRESENCE_URL: z.url().default('http://127.0.0.1:4105'),
    SERVICE_TOKEN_SECRET: secrets
  })
  const of = (baseUrl: string) => createClient({ baseUrl, service: 'ops', secret: SERVICE_TOKEN_SECRET })
  const [directory, presence] = [of(DIRECTORY_URL), of(PRESENCE_URL)]
  return {
    directory: async () => unwrap(await directory.call(getDirectorySnapshot, {})),
    presences: async () => unwrap(await presence.call(listPresence, { query: {} })).items
  }
}
type Owners = ReturnType<typeof callOwners>

/** Agents for whom queue does not know what presence says. */
async function findStalePresences(databases: Databases, { presences }: Owners): Promise<Finding[]> {
  const queue = await databases.get('queue')
  const [owned, known] = await Promise.all([
    presences(),
    queue
      .collection<AnyDocument>('agents')
      .find({}, { projection: { presenceVersion: 1 } })
      .toArray()
  ])
  return behind(
    ...(['agents', 'presence'] as const),
    new Map(owned.map(({ agentId, version }) => [agentId, version])),
    new Map(known.map(({ _id, presenceVersion }) => [_id, Number(presenceVersion)]))
  )
}

/** What queue's copies lack, by owner; what was in flight arrives between the two looks. */
async function findBehind(owners: Owners, settleMs: number) {
  await using databases = openDatabases()
  const [ofDirectory, ofPresence] = await Promise.all([
    lookTwice(() => findStale(databases), settleMs),
    lookTwice(() => findStalePresences(databases, owners), settleMs)
  ])
  return { ofDirectory, ofPresence }
}

async function check(settleMs: number): Promise<number> {
  const { ofDirectory, ofPresence } = await findBehind(callOwners(), settleMs)
  const findings = [...ofDirectory, ...ofPresence]
  for (const finding of findings) print(finding)
  return findings.length > 0 ? 1 : 0
}

interface Publication {
  type: MessageType
  envelope: Envelope
}

/** Publishes only what queue lacks, because queue takes whatever it gets again to have happened just now. */
async function rebuild(settleMs: number): Promise<number> {
  const { RABBITMQ_URL: url } = readEnvironment({ RABBITMQ_URL: z.string().min(1) })
  const owners = callOwners()
  const { ofDirectory, ofPresence } = await findBehind(owners, settleMs)
  const of = (collection: string) =>
    new Set(ofDirectory.flatMap(finding => (finding.collection === collection ? finding.id : [])))
  const [agentIds, departmentIds, presenceIds] = [
    of('agents'),
    of('departments'),
    new Set(ofPresence.map(({ id }) => id))
  ]
  const [directory, known] = await Promise.all([owners.directory(), owners.presences()])
  const agents = directory.agents.filter(({ id }) => agentIds.has(id))
  const departments = directory.departments.filter(({ id }) => departmentIds.has(id))
  const presences = known.filter(({ agentId }) => presenceIds.has(agentId))
  const about = { correlationId: newId(), occurredAt: new Date() }
  const ofIt = ({ id, version }: { id: string; version: number }) => ({ key: id, version, ...about })
  await publishAs(url, 'directory', [
    ...departments.map(department => publication(departmentChanged, { ...ofIt(department), data: { department } })),
    ...agents.map(agent => publication(agentChanged, { ...ofIt(agent), data: { agent } }))
  ])
  await publishAs(
    url,
    'presence',
    presences.map(presence => {
      const { agentId: key, version, since, statusSince = since } = presence
      const occurredAt = [since, statusSince].toSorted().at(-1)!
      return publication(presenceChanged, {
        ...about,
        key,
        version,
        occurredAt,
        data: { ...presence, cause: causeOf(presence) }
      })
    })
  )
  print({ agents: agents.length, departments: departments.length, presences: presences.length })
  return 0
}

const publication = <Type extends MessageType>(
  type: Type,
  given: Parameters<typeof newEnvelope<Type>>[1]
): Publication => ({
  type,
  envelope: newEnvelope(type, given)
})

/** The usual cause; the actual one is not stored. */
const causeOf = ({ link, status }: Presence) =>
  status === 'loggedOut'
    ? ('forcedLogout' as const)
    : ({ connected: 'connected', reconnecting: 'closed', disconnected: 'lost' } as const)[link]

/** Publishes on behalf of the owner. */
async function publishAs(url: string, service: Owner, all: readonly Publication[]): Promise<void> {
  if (all.length === 0) return
  const publishes = [...new Set(all.map(({ type }) => type))]
  await using broker = connectBroker({ url, service, publishes, logger: createLogger('ops', 'silent') })
  await broker.whenReady()
  for (const { type, envelope } of all) await broker.publish(type, envelope)
}
