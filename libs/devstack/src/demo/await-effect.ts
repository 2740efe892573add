import { waitFor } from '@inbox/testing'
import { createJsonClient } from './gateway-client.ts'
import type { DemoData } from './seed-demo.ts'

interface Monitor {
  departments: { departmentId: string }[]
  agents: { id: string; departmentIds: string[] }[]
}

/** Resolves when changes in the directory have reached those who act on them: ingest has the keys, queue the agents. */
export async function awaitEffect(urls: { ingest: string; gateway: string }, demo: DemoData): Promise<void> {
  await Promise.all([
    ...demo.channels.map(channel =>
      waitFor(() => isKeyKnown(urls.ingest, channel.apiKey), {
        timeoutMs: 20_000,
        describe: `channel-ingest to know the key of ${channel.kind} channel ${channel.id}`
      })
    ),
    waitFor(() => isStaffKnown(urls.gateway, demo), { timeoutMs: 20_000, describe: 'queue to know all agents' })
  ])
}

/** Sends an empty message, which is refused, but not because of a known key. */
async function isKeyKnown(ingestUrl: string, apiKey: string): Promise<boolean> {
  const answer = await fetch(`${ingestUrl}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: '{}'
  })
  await answer.text()
  return answer.status === 400
}

async function isStaffKnown(gatewayUrl: string, { users, departments }: DemoData): Promise<boolean> {
  const { email, password } = users.find(user => user.role === 'admin')!
  const { accessToken } = await createJsonClient(gatewayUrl)<{ accessToken: string }>('POST', '/v1/auth/login', {
    email,
    password
  })
  const monitor = await createJsonClient(gatewayUrl, accessToken)<Monitor>('GET', '/v1/monitor')
  const agents = users.filter(user => user.role === 'agent')
  return (
    departments.every(({ id }) => monitor.departments.some(({ departmentId }) => departmentId === id)) &&
    agents.every(({ agentId, departmentIds }) =>
      monitor.agents.some(known => known.id === agentId && departmentIds.every(id => known.departmentIds.includes(id)))
    )
  )
}
