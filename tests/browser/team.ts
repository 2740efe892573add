import type { ChannelKind, DistributionPolicy, InboundMessage } from '@inbox/contracts'
import type { System } from '@inbox/devstack'
import { ask, type Contact, createContact, signIn } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { system } from './system.ts'

export interface TeamOptions {
  mode: DistributionPolicy['mode']
  policy?: Partial<DistributionPolicy>
  /** The names of those who work there, with at most ten conversations each. */
  agents: readonly string[]
  channels?: readonly ChannelKind[]
}

export interface Worker {
  id: string
  name: string
  email: string
  password: string
}

/** A department for one story alone: nobody else works there or writes to it. */
export interface Team {
  departmentId: string
  name: string
  workers: Worker[]
  channelId(kind: ChannelKind): string
  /** Sets up a channel for its provider. Resolves with its key. */
  connect(kind: ChannelKind, settings: Record<string, unknown>): Promise<string>
  /** A new contact on one of the team's channels. */
  contact(kind: ChannelKind, name: string, more?: Partial<InboundMessage['contact']>): Contact
  /** Changes how its conversations are distributed. */
  distribute(mode: DistributionPolicy['mode']): Promise<void>
}

const PASSWORD = 'long enough to be a password'
const LIMIT = 10
let opened = 0
/**
 * Shared by all teams: many simultaneous sign-ins of one person look like guessing. A token is valid for 15 minutes.
 */
let signedIn: { token: Promise<string>; at: number } | undefined
const TOKEN_MS = 600_000

/** A team in the system of the stories. */
export const createTeam = (options: TeamOptions): Promise<Team> => createTeamIn(system, options)

/** Registers a department, its agents and channels as an administrator; resolves once all services know them. */
export async function createTeamIn(where: Pick<System, 'urls' | 'demo'>, options: TeamOptions): Promise<Team> {
  const { urls } = where
  const { mode, policy, agents, channels = ['whatsapp'] } = options
  const gateway = urls['inbox-gateway']
  if (!signedIn || Date.now() - signedIn.at > TOKEN_MS) signedIn = { token: signInAdmin(where), at: Date.now() }
  const token = await signedIn.token
  const register = async <Body extends object>(path: string, body: object, method: 'POST' | 'PUT' = 'POST') => {
    const answer = await ask<Body & { id: string }>(method, gateway + path, { token, body })
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  // others may open their teams concurrently
  const number = ++opened
  const name = `Team ${number}`
  const fields = { name, distribution: { mode, ...policy } }
  const { id: departmentId } = await register('/v1/departments', fields)
  const workers = await Promise.all(
    agents.map(async who => {
      const worker = { name: who, email: `${who.toLowerCase()}-${number}@team.example`, password: PASSWORD }
      const belongs = { role: 'agent', departmentIds: [departmentId], limit: LIMIT }
      const { id } = await register('/v1/agents', { ...worker, ...belongs })
      return { id, ...worker }
    })
  )
  const keys = new Map<ChannelKind, string>()
  const channelIds = new Map<ChannelKind, string>()
  for (const kind of channels) {
    const { id } = await register('/v1/channels', { kind, name: `${name} ${kind}`, departmentId })
    const { apiKey } = await register<{ apiKey: string }>(`/v1/channels/${id}/keys`, {})
    await waitFor(() => isKnown(urls['channel-ingest'], apiKey), {
      describe: `ingest to know ${name}`,
      timeoutMs: 30_000
    })
    keys.set(kind, apiKey)
    channelIds.set(kind, id)
  }
  let contacts = 0
  return {
    ...{ departmentId, name, workers },
    channelId: kind => channelIds.get(kind)!,
    async connect(kind, settings) {
      const fields = { kind, name: `${name} ${kind}`, departmentId, settings }
      await register(`/v1/channels/${channelIds.get(kind)}`, fields, 'PUT')
      return keys.get(kind)!
    },
    contact: (kind, who, more = {}) =>
      createContact(urls['channel-ingest'], keys.get(kind)!, {
        id: `${departmentId}-${++contacts}`,
        name: who,
        ...more
      }),
    async distribute(next) {
      const distribution = { ...fields.distribution, mode: next }
      await register(`/v1/departments/${departmentId}`, { ...fields, distribution }, 'PUT')
    }
  }
}

async function signInAdmin({ urls, demo }: Pick<System, 'urls' | 'demo'>): Promise<string> {
  await using admin = await signIn(urls['inbox-gateway'], demo.users.find(({ role }) => role === 'admin')!)
  return admin.token
}

const isKnown = async (ingest: string, apiKey: string) =>
  (await ask('POST', `${ingest}/v1/messages`, { token: apiKey, body: {} })).status === 400
