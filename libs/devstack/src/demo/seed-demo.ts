import { SetupProblem } from '../process/setup-problem.ts'
import { type DemoCredentials, newPassword } from './credentials.ts'
import { cannedReplies, channels, departments, emailOf, users } from './demo-plan.ts'
import { type Call, createJsonClient, listAll, Refused } from './gateway-client.ts'

export interface DemoUser {
  email: string
  password: string
  role: 'agent' | 'supervisor' | 'admin'
  agentId: string
  name: string
  departmentIds: string[]
  limit: number
}
export interface DemoData {
  users: DemoUser[]
  departments: { id: string; name: string; mode: 'manual' | 'automatic' }[]
  channels: {
    id: string
    kind: 'whatsapp' | 'webchat' | 'email'
    apiKey: string
    departmentId: string
    /** Its settings at its provider, without secrets. */
    settings?: Record<string, string | number | boolean>
  }[]
}

type Agent = Omit<DemoUser, 'password' | 'agentId'> & { id: string; active: boolean }

/**
 * Creates the demo through the gateway's public API; what already exists, by name or email, stays as it is. Adds the
 * passwords and keys it makes to `credentials`.
 */
export async function seedDemo(gatewayUrl: string, credentials: DemoCredentials): Promise<DemoData> {
  const { call, admin } = await signIn(gatewayUrl, credentials.admin)
  const seededDepartments = await seedDepartments(call)
  const idOf = new Map(seededDepartments.map(department => [department.name, department.id]))
  const [seededUsers, seededChannels] = await Promise.all([
    seedUsers(call, idOf, credentials),
    seedChannels(call, idOf, credentials),
    seedCannedReplies(call, idOf)
  ])
  const asUser = ({ id, email, role, name, departmentIds, limit }: Agent, password: string): DemoUser => ({
    email,
    password,
    role,
    agentId: id,
    name,
    departmentIds,
    limit
  })
  return {
    departments: seededDepartments,
    users: [
      ...seededUsers.map(user => asUser(user, credentials.passwords[user.email] ?? '')),
      asUser(admin, credentials.admin.password)
    ],
    channels: seededChannels
  }
}

export async function signIn(
  gatewayUrl: string,
  admin: DemoCredentials['admin']
): Promise<{ call: Call; admin: Agent }> {
  try {
    const { accessToken, agent } = await createJsonClient(gatewayUrl)<{ accessToken: string; agent: Agent }>(
      'POST',
      '/v1/auth/login',
      admin
    )
    return { call: createJsonClient(gatewayUrl, accessToken), admin: agent }
  } catch (error) {
    if (!(error instanceof Refused && error.status === 401)) throw error
    throw new SetupProblem(
      `${admin.email} cannot sign in: the data was created with another password. Set ADMIN_EMAIL and ADMIN_PASSWORD ` +
        'to those of an administrator, or start over with another DATA_DIR.'
    )
  }
}

async function seedDepartments(call: Call): Promise<DemoData['departments']> {
  const existing = await listAll<{ id: string; name: string }>(call, '/v1/departments')
  return Promise.all(
    departments.map(async ({ name, mode }) => {
      const found =
        existing.find(department => department.name === name) ??
        (await call<{ id: string }>('POST', '/v1/departments', { name, distribution: { mode, strategy: 'random' } }))
      return { id: found.id, name, mode }
    })
  )
}

async function seedUsers(call: Call, idOf: Map<string, string>, credentials: DemoCredentials): Promise<Agent[]> {
  const existing = await listAll<Agent>(call, '/v1/agents')
  return Promise.all(
    users.map(async ({ name, role, limit, departments: memberOf }) => {
      const email = emailOf(name)
      const found = existing.find(agent => agent.email === email)
      if (found && credentials.passwords[email]) return found
      credentials.passwords[email] = newPassword()
      const fields = { name, email, role, limit, departmentIds: memberOf.map(department => idOf.get(department)!) }
      const body = { ...fields, password: credentials.passwords[email] }
      return found
        ? call<Agent>('PUT', `/v1/agents/${found.id}`, { ...body, active: found.active })
        : call<Agent>('POST', '/v1/agents', body)
    })
  )
}

async function seedChannels(call: Call, idOf: Map<string, string>, credentials: DemoCredentials) {
  const existing = await listAll<{ id: string; name: string }>(call, '/v1/channels')
  return Promise.all(
    channels.map(async ({ kind, name, department }) => {
      const departmentId = idOf.get(department)!
      const found =
        existing.find(channel => channel.name === name) ??
        (await call<{ id: string }>('POST', '/v1/channels', { kind, name, departmentId }))
      credentials.apiKeys[found.id] ??= (
        await call<{ apiKey: string }>('POST', `/v1/channels/${found.id}/keys`, {})
      ).apiKey
      return { id: found.id, kind, apiKey: credentials.apiKeys[found.id]!, departmentId }
    })
  )
}

async function seedCannedReplies(call: Call, idOf: Map<string, string>): Promise<void> {
  const existing = await listAll<{ name: string }>(call, '/v1/canned-replies')
  const missing = cannedReplies.filter(({ name }) => !existing.some(reply => reply.name === name))
  await Promise.all(
    missing.map(({ name, shortcut, text, ...only }) => {
      const departmentId = 'department' in only ? idOf.get(only.department) : undefined
      return call('POST', '/v1/canned-replies', { name, shortcut, text, ...(departmentId && { departmentId }) })
    })
  )
}
