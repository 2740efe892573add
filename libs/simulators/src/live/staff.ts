import type { DemoFile, DemoUser } from '@inbox/devstack'
import { type Call, emailOf, listAll, newPassword } from '@inbox/devstack'

const moreNames = ['Bruno', 'Carla', 'Diego', 'Emma', 'Fábio', 'Gabi', 'Hugo', 'Irene', 'Jonas', 'Katia']

/** The users for `count` virtual agents: of the demo's, first those whom a visitor is least likely to sign in as. */
export async function staffFor(
  count: number,
  call: Call,
  { users, departments }: DemoFile,
  spared: readonly string[]
): Promise<DemoUser[]> {
  const own = users.filter(({ role, name }) => role === 'agent' && !spared.includes(name)).toReversed()
  const chosen = own.slice(0, count)
  const existing = await listAll<{ id: string; email: string }>(call, '/v1/agents')
  for (let index = own.length; index < count; index++) {
    const round = Math.floor((index - own.length) / moreNames.length)
    const name = `${moreNames[(index - own.length) % moreNames.length]}${round > 0 ? ` ${round + 1}` : ''}`
    const email = emailOf(name.normalize('NFKD').replace(/[^A-Za-z\d]/g, ''))
    const password = newPassword()
    const departmentIds = [departments[index % departments.length]!.id]
    const fields = { name, email, password, role: 'agent' as const, limit: 4, departmentIds }
    const found = existing.find(agent => agent.email === email)
    const { id } = found
      ? await call<{ id: string }>('PUT', `/v1/agents/${found.id}`, fields)
      : await call<{ id: string }>('POST', '/v1/agents', fields)
    chosen.push({ ...fields, agentId: id })
  }
  return chosen
}
