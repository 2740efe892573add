import { type Audience, type Operation, operations } from '@inbox/contracts'
import { mintServiceToken } from '@inbox/http'
import { type Answer, ask, type Constellation, startConstellation, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'

/** Who may do what, said apart from the contracts: each public operation belongs to exactly one line. */
const RULES: { who: Audience[]; what: RegExp }[] = [
  {
    who: ['anyone'],
    what: /^(listSignInMethods|login|logout|refresh|startOidc|oidcCallback)$/
  },
  {
    who: ['agent', 'supervisor', 'admin'],
    what: new RegExp(
      `^(${[
        'getMe|postMyBeat|putMyStatus|changeMyPassword|resumeAll|countConversations|listConversations|listColleagues|listWaitEstimates',
        '(accept|close|decline|dismiss|park|resume|return|transfer)(Conversation|Offer)|cancelTransfer|markRead',
        'getConversation|listHistory|listMessages|sendMessage|listNotes|writeNote|putDraft|putTags|tellTyping',
        'getContact|patchContact|listConversationsOfContact|listDecisions|getAgentStandings',
        '(get|list)(Agents?|Channels?|Departments?|CannedReply|CannedReplies)'
      ].join('|')})$`
    )
  },
  {
    who: ['supervisor', 'admin'],
    what: new RegExp(
      `^(${[
        'assignConversation|prioritizeConversation|getMonitor|getActivity|getConversationReport(Csv)?|getWaitingReason',
        'postAgentStatus|listStatusLog|listStatusTimes|(create|replace|retire)CannedReply'
      ].join('|')})$`
    )
  },
  {
    who: ['admin'],
    what: /^((create|replace)(Agent|Channel|Department)|deactivateDepartment|(create|revoke)ChannelKey|createOneTimePassword|listAudit|dryRunPolicy)$/
  }
]

const SECRET = 'service-token-secret-of-the-table-12345'
const ROLES = ['agent', 'supervisor', 'admin'] as const
type Role = (typeof ROLES)[number]

let constellation: Constellation
const tokens = new Map<string, string>()
const tokenOf = (name: string) => tokens.get(name)!
const nameOf: Record<Role, string> = { agent: 'Rui', supervisor: 'Sofia', admin: 'Administrator' }
let waiting: { id: string; contact: { id: string } }

beforeAll(async () => {
  constellation = await startConstellation(import.meta.url, {
    services: ['directory', 'presence', 'queue', 'distribution', 'channel-ingest', 'inbox-gateway'],
    env: { SERVICE_AUTH: 'required', SERVICE_TOKEN_SECRET: SECRET }
  })
  const gateway = constellation.urls['inbox-gateway']
  for (const { email, password, name } of constellation.demo.users) {
    const { body } = await ask<{ accessToken: string }>('POST', `${gateway}/v1/auth/login`, {
      body: { email, password }
    })
    tokens.set(name, body.accessToken)
  }
  const sales = constellation.demo.departments.find(({ name }) => name === 'Sales')!
  const { apiKey } = constellation.demo.channels.find(({ departmentId }) => departmentId === sales.id)!
  await ask('POST', `${constellation.urls['channel-ingest']}/v1/messages`, {
    token: apiKey,
    body: {
      messageId: 'm-1',
      contact: { id: 'bia', name: 'Bia' },
      sentAt: new Date().toISOString(),
      content: { type: 'text', text: 'Only for Sales' }
    }
  })
  waiting = await waitFor(async () => {
    const list = await through<{ items: (typeof waiting)[] }>('GET', '/v1/conversations?tab=queue', 'Sofia')
    return list.body.items[0]
  })
}, 60_000)
afterAll(() => constellation?.stop())

const through = <Body>(method: string, path: string, name?: string, body?: unknown): Promise<Answer<Body>> =>
  ask(method, constellation.urls['inbox-gateway'] + path, {
    ...(name !== undefined && { token: tokenOf(name) }),
    ...(body !== undefined && { body })
  })
const addressOf = ({ path }: Operation, id = 'nobody', agentId = 'nobody') =>
  path.replaceAll(':id', id).replaceAll(':agentId', agentId)
const atGateway = operations.filter(({ public: open, owner }) => open && owner !== 'channel-ingest')
const expectedOf = ({ id }: Operation): Audience[] => RULES.find(({ what }) => what.test(id))!.who

test('each public operation belongs to exactly one line of who may do what, and the contracts say the same', () => {
  const found = atGateway.map(({ id }) => [id, RULES.filter(({ what }) => what.test(id)).length])
  expect(found.filter(([, lines]) => lines !== 1)).toEqual([])
  const humans = (audience: readonly Audience[]) => audience.filter(each => each !== 'service').sort()
  const said = Object.fromEntries(atGateway.map(each => [each.id, humans(each.audience)]))
  expect(said).toEqual(Object.fromEntries(atGateway.map(each => [each.id, humans(expectedOf(each))])))
})

describe('at the gateway', () => {
  const closed = atGateway.filter(operation => !expectedOf(operation).includes('anyone'))
  // agents may ask for their own standing only
  const knock = async (token: string | undefined, agentId?: string) =>
    Object.fromEntries(
      await Promise.all(
        closed.map(async each => {
          const url = constellation.urls['inbox-gateway'] + addressOf(each, 'nobody', agentId)
          const { status } = await ask(each.method.toUpperCase(), url, token === undefined ? {} : { token })
          return [each.id, status === 401 || status === 403 ? status : 'let in']
        })
      )
    )
  const expected = (answerOf: (operation: Operation) => number | 'let in') =>
    Object.fromEntries(closed.map(each => [each.id, answerOf(each)]))

  test.each(ROLES)('a role may call what is for it, and nothing else: %s', async role => {
    const { agentId } = constellation.demo.users.find(({ name }) => name === nameOf[role])!
    expect(await knock(tokenOf(nameOf[role]), agentId)).toEqual(
      expected(operation => (expectedOf(operation).includes(role) ? 'let in' : 403))
    )
  })

  test('nobody gets in without a token, with a nonsensical one, with a channel’s key, or with a token of services', async () => {
    const keys = [
      undefined,
      'nonsense',
      constellation.demo.channels[0]!.apiKey,
      await mintServiceToken('queue', SECRET)
    ]
    for (const key of keys) expect(await knock(key)).toEqual(expected(() => 401))
  })
})

describe('at the owners, who do not rely on the gateway', () => {
  const OWNERS = ['queue', 'directory', 'distribution', 'presence'] as const
  const owned = operations.filter(({ owner }) => (OWNERS as readonly string[]).includes(owner))
  const knock = async (token: string) =>
    Object.fromEntries(
      await Promise.all(
        owned.map(async each => {
          const url = constellation.urls[each.owner as (typeof OWNERS)[number]] + addressOf(each)
          const { status } = await ask(each.method.toUpperCase(), url, { token })
          return [`${each.owner} ${each.id}`, status === 401 || status === 403 ? status : 'let in']
        })
      )
    )
  const expected = (answerOf: (operation: Operation) => number | 'let in') =>
    Object.fromEntries(owned.map(each => [`${each.owner} ${each.id}`, answerOf(each)]))

  test.each(ROLES)('a role may call what is for it, and nothing else: %s', async role => {
    const user = { kind: 'user' as const, id: 'nobody', name: 'Nobody', role, departmentIds: [] }
    expect(await knock(await mintServiceToken('inbox-gateway', SECRET, user))).toEqual(
      expected(({ audience }) => (audience.includes(role) ? 'let in' : 403))
    )
  })

  test('the access token of a human opens none of them', async () => {
    expect(await knock(tokenOf('Administrator'))).toEqual(expected(() => 401))
  })
})

describe('an agent of another department', () => {
  /** Bodies that pass, for operations that need one: what is refused then is refused for who asks. */
  const bodies: Record<string, unknown> = {
    declineOffer: { offerId: 'o1' },
    dismissConversation: { outcome: 'called' },
    transferConversation: { agentId: 'nobody' },
    sendMessage: { clientMessageId: 'x', content: { type: 'text', text: 'Hello' } },
    writeNote: { text: 'a note' },
    putDraft: { text: 'a draft' },
    putTags: { tags: ['mine'] },
    patchContact: { name: 'Mine' }
  }
  // it answers what concerns the asking agent alone
  const forAgents = operations.filter(
    ({ id, path, audience, public: open }) =>
      open &&
      audience.includes('agent') &&
      /^\/v1\/(conversations|contacts)\/:id/.test(path) &&
      id !== 'getAgentStandings'
  )
  const answered = async (name: string, which: Operation[], conversationId: string, contactId: string) =>
    Object.fromEntries(
      await Promise.all(
        which.map(async each => {
          const path = addressOf(each, each.path.startsWith('/v1/contacts') ? contactId : conversationId)
          const body = each.method === 'get' ? undefined : (bodies[each.id] ?? {})
          const answer = await through<{ code?: string; items?: unknown[] }>(
            each.method.toUpperCase(),
            path,
            name,
            body
          )
          return [each.id, answer.body?.items?.length === 0 ? 'nothing' : answer.status]
        })
      )
    )

  test('finds no more of a conversation or its contact than of one that does not exist', async () => {
    const foreign = await answered('Leo', forAgents, waiting.id, waiting.contact.id)
    expect(foreign).toEqual(await answered('Leo', forAgents, 'nobody', 'nobody'))
    expect(new Set(Object.values(foreign))).toEqual(new Set([404, 'nothing']))
  })

  test('finds it in no list, count or search', async () => {
    const sales = constellation.demo.departments.find(({ name }) => name === 'Sales')!
    for (const query of ['tab=queue', `tab=queue&departmentId=${sales.id}`, 'q=Bia', 'q=Only'])
      expect((await through<{ items: unknown[] }>('GET', `/v1/conversations?${query}`, 'Leo')).body.items).toEqual([])
    expect((await through('GET', '/v1/conversation-counts', 'Leo')).body).toMatchObject({ queue: 0 })
  })

  test('changed nothing of it', async () => {
    const { body } = await through('GET', `/v1/conversations/${waiting.id}`, 'Rui')
    expect(body).toMatchObject({ status: 'queued', tags: [], contact: { name: 'Bia' }, unread: 1 })
  })

  test('whereas those of the department, and supervisors, read all of it', async () => {
    const reads = forAgents.filter(({ method }) => method === 'get')
    for (const name of ['Rui', 'Ana', 'Sofia', 'Administrator']) {
      const statuses = await answered(name, reads, waiting.id, waiting.contact.id)
      expect(new Set(Object.values(statuses))).toEqual(new Set([200, 'nothing']))
      expect(statuses).toMatchObject({ getConversation: 200, listMessages: 200, getContact: 200 })
    }
  })
})
