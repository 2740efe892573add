import {
  type AgentWithCredentials,
  acceptConversation,
  beginOidc,
  type ConversationSummary,
  type EndedSignIn,
  finishOidc,
  getAgent,
  getConversation,
  getConversationsById,
  getDirectorySnapshot,
  getMonitor,
  getSignInMethods,
  keepPushSubscription,
  listConversations,
  listPresence,
  type Presence,
  postBeats,
  putStatus,
  type RoutedConversation,
  recordServiceAccountUses,
  refreshSignIn,
  replaceAgent,
  type ServiceAccountWithKey,
  signIn,
  signOut
} from '@inbox/contracts'
import {
  answered,
  type Call,
  createServiceCallers,
  type HttpServer,
  type Route,
  route,
  startHttpServer,
  userOf
} from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { anAgent, deviceTokenOf, tokenOf } from './builders.ts'

export const SERVICE_SECRET = 'service-token-secret-of-the-tests-123'

type Beats = Call<typeof postBeats>['body'] & { receivedAt: number }

export interface World {
  agents: AgentWithCredentials[]
  endedSignIns: EndedSignIn[]
  serviceAccounts: ServiceAccountWithKey[]
  presences: Presence[]
  conversations: RoutedConversation[]
  calls: { operation: string; call: Call; raw: string | undefined }[]
  beats: Beats[]
  /** Makes presence refuse beats. */
  presenceAway: boolean
}

/** Doubles of queue, directory and presence: real HTTP, memory instead of stores, and a record of the calls made. */
export async function startOwners() {
  const world: World = {
    agents: [anAgent('ana'), anAgent('rui'), anAgent('leo', { departmentIds: ['support'] })],
    endedSignIns: [],
    serviceAccounts: [],
    presences: [],
    conversations: [],
    calls: [],
    beats: [],
    presenceAway: false
  }
  const recorded = (routes: Route[]): Route[] =>
    routes.map(({ operation, handle }) => ({
      operation,
      handle: call => {
        world.calls.push({ operation: operation.id, call, raw: call.request.rawBody?.toString() })
        return handle(call)
      }
    }))
  const servers: HttpServer[] = []
  const serve = async (routes: Route[], port = 0) => {
    const server = await startHttpServer({
      port,
      host: '127.0.0.1',
      routes: recorded(routes),
      authenticate: createServiceCallers(SERVICE_SECRET, 'required'),
      notReady: () => [],
      logger: createLogger('double', 'silent')
    })
    servers.push(server)
    return server
  }
  return {
    world,
    queue: await serve(queueRoutes(world)),
    directory: await serve(directoryRoutes(world)),
    presence: await serve(presenceRoutes(world)),
    callsOf: (operation: string) => world.calls.filter(each => each.operation === operation),
    stop: () => Promise.all(servers.map(server => server[Symbol.asyncDispose]()))
  }
}
export type Owners = Awaited<ReturnType<typeof startOwners>>

const summaryOf = ({ routing: _, ...summary }: RoutedConversation): ConversationSummary => summary
const statusesOf: Record<string, string[]> = {
  queue: ['queued'],
  ongoing: ['offered', 'ongoing'],
  myInbox: ['pending'],
  inactives: ['inactive']
}

const queueRoutes = (world: World): Route[] => [
  route(listConversations, async ({ query, caller }) => {
    const { id, role, departmentIds } = userOf(caller)
    const mine = world.conversations.filter(each =>
      ['ongoing', 'myInbox'].includes(query.tab!)
        ? [each.agent?.id, each.offer?.agentId].includes(id)
        : role !== 'agent' || departmentIds.includes(each.departmentId)
    )
    const items = mine.filter(({ status }) => statusesOf[query.tab!]?.includes(status)).map(summaryOf)
    return ok({ items, nextCursor: null })
  }),
  route(getConversation, async ({ params, caller }) => {
    const found = world.conversations.find(({ id }) => id === params.id)
    return found && userOf(caller).departmentIds.includes(found.departmentId)
      ? ok(answered(summaryOf(found), { headers: { ETag: `"${found.version}"` } }))
      : reject('not-found', 'No such conversation')
  }),
  route(getConversationsById, async ({ query }) =>
    ok({ items: world.conversations.filter(({ id }) => query.ids.includes(id)).map(summaryOf) })
  ),
  route(acceptConversation, async ({ params }) =>
    reject('already-taken', `Rui has ${params.id}`, {
      status: 'ongoing',
      version: 3,
      agent: { id: 'rui', name: 'Rui' }
    })
  ),
  route(getMonitor, async () => ok({ departments: [], agents: [] }))
]

const directoryRoutes = (world: World): Route[] => {
  const signedIn = async (refreshToken: string) => ({
    accessToken: await tokenOf(world.agents[0]!),
    expiresAt: '2030-01-01T12:00:00.000Z',
    refreshToken,
    refreshExpiresAt: '2030-02-01T12:00:00.000Z',
    deviceToken: await deviceTokenOf('device-1', world.agents[0]!.id),
    deviceExpiresAt: '2030-06-01T12:00:00.000Z',
    agent: world.agents[0]!
  })
  return [
    route(signIn, async ({ body: { password } }) => {
      if (password === 'right') return ok(await signedIn('refresh-1'))
      if (password === 'wrong') return reject('unauthenticated', 'Wrong e-mail address or password')
      return reject('too-many-requests', 'Wait', { retryAfterSeconds: 40 })
    }),
    route(refreshSignIn, async ({ body }) =>
      body.refreshToken === 'refresh-1' ? ok(await signedIn('refresh-2')) : reject('unauthenticated', 'Over')
    ),
    route(getSignInMethods, async () => ok({ password: true, oidc: { name: 'Example ID' } })),
    route(beginOidc, async () =>
      ok({ url: 'https://id.example/authorize?state=s', flow: 'flow-1', expiresAt: '2030-01-01T12:10:00.000Z' })
    ),
    route(finishOidc, async ({ body }) =>
      body.flow === 'flow-1' && body.query === 'code=good&state=s'
        ? ok(await signedIn('refresh-1'))
        : reject('unauthenticated', 'Not believed')
    ),
    route(keepPushSubscription, async () => ok(undefined)),
    route(signOut, async ({ body }) =>
      ok('signInId' in body || body.refreshToken === 'refresh-1' ? { agentId: 'ana' } : {})
    ),
    route(getAgent, async ({ params }) => {
      const agent = world.agents.find(({ id }) => id === params.id)
      return agent ? ok(agent) : reject('not-found', 'No such agent')
    }),
    route(replaceAgent, async ({ ifMatch }) => reject('precondition-failed', `Not ${ifMatch}`, { version: 7 })),
    route(recordServiceAccountUses, async () => ok(undefined)),
    route(getDirectorySnapshot, async () =>
      ok({
        departments: [],
        agents: world.agents,
        channels: [],
        endedSignIns: world.endedSignIns,
        serviceAccounts: world.serviceAccounts
      })
    )
  ]
}

const presenceRoutes = (world: World): Route[] => [
  route(postBeats, async ({ body }) => {
    if (world.presenceAway) return reject('unavailable', 'away')
    world.beats.push({ ...body, receivedAt: performance.now() })
    return ok({ accepted: body.beats.length })
  }),
  route(putStatus, async ({ params, body }) =>
    ok({
      agentId: params.id,
      version: 2,
      status: body.status,
      link: 'connected' as const,
      since: '2030-01-01T12:00:00Z'
    })
  ),
  route(listPresence, async () => ok({ items: world.presences }))
]
