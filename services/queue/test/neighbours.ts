import {
  type Agent,
  type Channel,
  capabilitiesOf,
  type Department,
  defaultSessionRule,
  getChannel,
  getDirectorySnapshot,
  listPresence,
  type Presence,
  putStatus
} from '@inbox/contracts'
import { createServiceCallers, route, startHttpServer } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'

interface Options {
  secret: string
  departments: Department[]
  agents: Agent[]
}

/** Doubles of directory (a channel per kind, named after it) and presence on one port, and what presence was told. */
export async function startNeighbours({ secret, departments, agents }: Options) {
  const statusCalls: { agentId: string; status: string }[] = []
  const server = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    logger: createLogger('test', 'silent'),
    notReady: () => [],
    authenticate: createServiceCallers(secret, 'required'),
    routes: [
      route(getDirectorySnapshot, async () => ok({ departments, agents, channels: [] })),
      route(getChannel, async ({ params: { id } }) => {
        const kind = id as Channel['kind']
        const rest = { session: defaultSessionRule[kind], capabilities: capabilitiesOf[kind], settings: {}, keys: [] }
        return defaultSessionRule[kind]
          ? ok({ id, version: 1, kind, name: kind, departmentId: 'sales', active: true, ...rest })
          : reject('not-found', 'No such channel')
      }),
      route({ ...listPresence, path: '/presence/v1/agents' }, async () => ok({ items: [] })),
      route({ ...putStatus, path: '/presence/v1/agents/:id/status' }, async ({ params, body }) => {
        statusCalls.push({ agentId: params.id, status: body.status })
        return ok(presenceOf(params.id, { status: body.status }))
      })
    ]
  })
  return { url: server.url, statusCalls, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

export const presenceOf = (agentId: string, change: Partial<Presence>): Presence => ({
  agentId,
  version: 1,
  status: 'available',
  link: 'connected',
  since: new Date().toISOString(),
  ...change
})
