import { randomUUID } from 'node:crypto'
import type { DistributionPolicy, SessionRule } from '@inbox/contracts'
import type { System } from '@inbox/devstack'
import { type Agent, type Answer, ask, type Contact, createContact, signIn } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'

export interface TeamOptions {
  mode: DistributionPolicy['mode']
  policy?: Partial<DistributionPolicy>
  /** One per agent. */
  limits: readonly number[]
  kind?: 'whatsapp' | 'webchat' | 'email' | 'api'
  session?: SessionRule
  settings?: object
}

/** A department for one test alone: nobody else works there or writes to it. Disposing signs everybody out. */
export interface Team extends AsyncDisposable {
  departmentId: string
  channelId: string
  apiKey: string
  agents: Agent[]
  /** Sees everything. */
  supervisor: Agent
  /** Resolves once queue takes every agent to be connected and available. */
  isThere(): Promise<unknown>
  /** A new contact on the team's channel. */
  contact(name: string): Contact
  /** Ids of these contacts' messages that were answered with 202. */
  accepted: ReadonlySet<string>
}

const PASSWORD = 'long enough to be a password'

/** Registers a department with agents and a channel through the administrators' API, and signs the agents in. */
export async function formTeam({ urls, demo }: System, options: TeamOptions): Promise<Team> {
  const { mode, policy, limits, kind = 'whatsapp', session, settings } = options
  const gateway = urls['inbox-gateway']
  const name = `Team ${randomUUID().slice(0, 8)}`
  await using admin = await signIn(gateway, demo.users.find(({ role }) => role === 'admin')!)
  const register = async <Body>(path: string, body: object) =>
    created(await admin.post<Body & { id: string }>(path, body))

  const { id: departmentId } = await register('/v1/departments', { name, distribution: { mode, ...policy } })
  const users = limits.map((limit, index) => ({
    ...{ name: `${name} ${'ABCDEFG'[index]}`, email: `${randomUUID()}@team.example`, password: PASSWORD },
    ...{ role: 'agent', departmentIds: [departmentId], limit }
  }))
  const ids = await Promise.all(users.map(async user => (await register('/v1/agents', user)).id))
  const channel = await register('/v1/channels', {
    ...{ kind, name, departmentId },
    ...(session && { session }),
    ...(settings && { settings })
  })
  const { apiKey } = await register<{ apiKey: string }>(`/v1/channels/${channel.id}/keys`, {})
  await waitFor(() => isKnown(urls['channel-ingest'], apiKey, admin, departmentId, ids), {
    describe: `everybody to know ${name}`,
    timeoutMs: 30_000
  })

  const supervisor = await signIn(gateway, demo.users.find(({ role }) => role === 'supervisor')!)
  const agents = await Promise.all(users.map(user => signIn(gateway, user)))
  const isThere = () =>
    waitFor(() => areConnected(supervisor, ids), { describe: `${name} to be connected`, timeoutMs: 30_000 })
  await isThere()
  const accepted = new Set<string>()
  return {
    isThere,
    accepted,
    ...{ departmentId, channelId: channel.id, apiKey, agents, supervisor },
    contact: who => {
      const id = `${who.replaceAll(' ', '-')}-${randomUUID().slice(0, 8)}`
      const contact = createContact(urls['channel-ingest'], apiKey, { id, name: who })
      return {
        ...contact,
        async writes(...message) {
          const answer = await contact.writes(...message)
          if (answer.status === 202) accepted.add(answer.body.id)
          return answer
        }
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...agents.map(agent => agent.signOut()), supervisor[Symbol.asyncDispose]()])
    }
  }
}

function created<Body>({ status, body }: Answer<Body>): Body {
  if (status !== 201) throw new Error(`not registered (${status}): ${JSON.stringify(body)}`)
  return body
}

interface Monitor {
  departments: { departmentId: string }[]
  agents: { id: string; link: string; status: string; load: number }[]
}

async function isKnown(ingest: string, apiKey: string, admin: Agent, departmentId: string, ids: string[]) {
  const empty = await ask('POST', `${ingest}/v1/messages`, { token: apiKey, body: {} })
  const { departments, agents } = (await admin.get<Monitor>('/v1/monitor')).body
  return (
    empty.status === 400 &&
    departments.some(known => known.departmentId === departmentId) &&
    ids.every(id => agents.some(agent => agent.id === id))
  )
}

async function areConnected(supervisor: Agent, ids: string[]) {
  const { agents } = (await supervisor.get<Monitor>('/v1/monitor')).body
  const connected = agents.filter(({ link, status }) => link === 'connected' && status === 'available')
  return ids.every(id => connected.some(agent => agent.id === id))
}
