import { type Audience, type Operation, operations, type Scope, scope as scopes } from '@inbox/contracts'
import type { System } from '@inbox/devstack'
import { mintServiceToken } from '@inbox/http'
import { type Answer, ask } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { accessTokenOf } from '../access-token.ts'

/** Who may do what, stated independently of the contracts: each public operation matches exactly one line. */
const RULES: { who: Audience[]; what: RegExp }[] = [
  {
    who: ['anyone'],
    what: /^(listSignInMethods|login|logout|refresh|startOidc|oidcCallback)$/
  },
  {
    who: ['agent', 'supervisor', 'admin'],
    what: new RegExp(
      `^(${[
        'getMe|postMyBeat|putMyStatus|putMyPushSubscription|getPushKey|changeMyPassword|resumeAll|countConversations|listConversations|listColleagues|listWaitEstimates',
        '(accept|close|decline|dismiss|park|resume|return|transfer)(Conversation|Offer)|cancelTransfer|markRead',
        'getConversation|listHistory|listMessages|sendMessage|sendAgain|leaveAsIs|reactTo|listNotes|writeNote|putDraft|putTags|tellTyping',
        'uploadMedia|startConversation|getContact|patchContact|prioritizeConversation|listConversationsOfContact|listDecisions|getAgentStandings',
        'listChannelHealth|listChannelTemplates|(get|list)(Agents?|Channels?|Departments?|CannedReply|CannedReplies)'
      ].join('|')})$`
    )
  },
  {
    who: ['supervisor', 'admin'],
    what: new RegExp(
      `^(${[
        'assignConversation|getMonitor|getActivity|getConversationReport(Csv)?|getWaitingReason',
        'postAgentStatus|listStatusLog|listStatusTimes|(create|replace|retire)CannedReply|getChannelHealth|listChannelPayloads'
      ].join('|')})$`
    )
  },
  {
    who: ['admin'],
    what: new RegExp(
      `^(${[
        '(create|replace)(Agent|Channel|Department)|deactivateDepartment|(create|revoke)ChannelKey|createOneTimePassword',
        '(list|create|revoke)ServiceAccounts?|listAudit|(erase|export)Contact|dryRunPolicy|getChannelConnection|testChannel|(list|download|retry|dismiss)SetAsideMails?',
        '(list|get|create|replace|delete)Webhooks?|rotateWebhookSecret|listWebhookDeliveries|resendWebhookDelivery|listWebhookHealth'
      ].join('|')})$`
    )
  }
]

/** The scopes for service accounts, independently of the contracts: each public operation matches exactly one line. */
const SCOPES: { scope: Scope | null; what: RegExp }[] = [
  {
    scope: null,
    what: /^(listSignInMethods|login|logout|refresh|startOidc|oidcCallback|getMe|postMyBeat|putMyStatus|putMyPushSubscription|getPushKey|changeMyPassword|resumeAll|createOneTimePassword|(create|revoke)ServiceAccount)$/
  },
  {
    scope: 'conversations:read',
    what: /^(countConversations|listConversations|listConversationsOfContact|getConversation|list(History|Messages|Notes|Decisions|WaitEstimates)|getAgentStandings|getWaitingReason)$/
  },
  {
    scope: 'conversations:write',
    what: new RegExp(
      `^(${[
        '(accept|assign|close|decline|dismiss|park|prioritize|resume|return|start|transfer)(Conversation|Offer)|cancelTransfer',
        'markRead|sendMessage|sendAgain|leaveAsIs|reactTo|writeNote|putDraft|putTags|tellTyping|uploadMedia'
      ].join('|')})$`
    )
  },
  { scope: 'contacts:read', what: /^getContact$/ },
  { scope: 'contacts:write', what: /^patchContact$/ },
  {
    scope: 'directory:read',
    what: /^(listColleagues|listChannelHealth|listChannelTemplates|(get|list)(Agents?|Channels?|Departments?|CannedReply|CannedReplies))$/
  },
  { scope: 'presence:write', what: /^postAgentStatus$/ },
  {
    scope: 'reports:read',
    what: /^(getMonitor|getActivity|getConversationReport(Csv)?|listStatusLog|listStatusTimes)$/
  },
  {
    scope: 'administration:read',
    what: /^(listAudit|listServiceAccounts|exportContact|dryRunPolicy|getChannel(Health|Connection)|listChannelPayloads|(list|download)SetAsideMails?|(get|list)Webhooks?|listWebhook(Deliveries|Health))$/
  },
  {
    scope: 'administration:write',
    what: new RegExp(
      `^(${[
        '(create|replace|retire)(Agent|CannedReply|Channel|Department)|deactivateDepartment|(create|revoke)ChannelKey|eraseContact',
        'testChannel|(retry|dismiss)SetAsideMail|(create|replace|delete)Webhook|rotateWebhookSecret|resendWebhookDelivery'
      ].join('|')})$`
    )
  }
]

/** What agents get of other departments, by path: each operation for agents matches exactly one line. */
const OF_OTHER_DEPARTMENTS = {
  noMoreThanOfNothing: /^\/v1\/(conversations|contacts|canned-replies)\/:id(\/|$)|^\/v1\/decisions$/,
  nothingIn: /^\/v1\/(conversations|conversation-counts|canned-replies|wait-estimates)$/,
  theirOwnOnly: /^\/v1\/me(\/|$)/,
  allAsEverybody:
    /^\/v1\/(agents|channels|departments)(\/:id)?$|^\/v1\/channels\/:id\/templates$|^\/v1\/(colleagues|channel-health|media|push-key)$/
}

const ROLES = ['agent', 'supervisor', 'admin'] as const
type Role = (typeof ROLES)[number]

let system: System
const tokens = new Map<string, string>()
const tokenOf = (name: string) => tokens.get(name)!
const nameOf: Record<Role, string> = { agent: 'Rui', supervisor: 'Sofia', admin: 'Administrator' }
let waiting: { id: string; contact: { id: string; name?: string } }
let reply: { id: string }

const through = <Body>(method: string, path: string, name?: string, body?: unknown): Promise<Answer<Body>> =>
  ask(method, system.urls['inbox-gateway'] + path, {
    ...(name !== undefined && { token: tokenOf(name) }),
    ...(body !== undefined && { body })
  })
const addressOf = ({ path }: Operation, id = 'nobody', agentId = 'nobody') =>
  path.replaceAll(':id', id).replaceAll(':agentId', agentId)
const atGateway = operations.filter(({ public: open, owner }) => open && owner !== 'channel-ingest')
const expectedOf = ({ id }: Operation): Audience[] => RULES.find(({ what }) => what.test(id))!.who
const scopeOf = (id: string) => SCOPES.find(({ what }) => what.test(id))!.scope

/** Who is let in, where services trust nobody without a token made with `tokenSecret`. */
export function authorisation(started: () => System, tokenSecret: string) {
  beforeAll(async () => {
    system = started()
    for (const user of system.demo.users) tokens.set(user.name, await accessTokenOf(system, user))
    const sales = system.demo.departments.find(({ name }) => name === 'Sales')!
    const { apiKey } = system.demo.channels.find(({ departmentId }) => departmentId === sales.id)!
    await ask('POST', `${system.urls['channel-ingest']}/v1/messages`, {
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
      return list.body.items.find(({ contact }) => contact.name === 'Bia')
    })
    const created = await through<typeof reply>('POST', '/v1/canned-replies', 'Sofia', {
      ...{ name: 'Only for Sales', shortcut: 'only-sales', text: 'Only for Sales', departmentId: sales.id }
    })
    reply = created.body
  })

  test('each public operation is in exactly one line of the table of roles, and the contracts agree', () => {
    const found = atGateway.map(({ id }) => [id, RULES.filter(({ what }) => what.test(id)).length])
    expect(found.filter(([, lines]) => lines !== 1)).toEqual([])
    const humans = (audience: readonly Audience[]) =>
      audience.filter(each => each !== 'service' && each !== 'channel').sort()
    const said = Object.fromEntries(atGateway.map(each => [each.id, humans(each.audience)]))
    expect(said).toEqual(Object.fromEntries(atGateway.map(each => [each.id, humans(expectedOf(each))])))
  })

  test('each public operation is in exactly one line of the table of scopes, and the contracts agree', () => {
    const found = atGateway.map(({ id }) => [id, SCOPES.filter(({ what }) => what.test(id)).length])
    expect(found.filter(([, lines]) => lines !== 1)).toEqual([])
    expect(Object.fromEntries(atGateway.map(({ id, scope }) => [id, scope]))).toEqual(
      Object.fromEntries(atGateway.map(({ id }) => [id, scopeOf(id)]))
    )
  })

  describe('at the gateway', () => {
    const closed = atGateway.filter(operation => !expectedOf(operation).includes('anyone'))
    // agents may ask only for their own data
    const knock = async (token: string | undefined, agentId?: string) =>
      Object.fromEntries(
        await Promise.all(
          closed.map(async each => {
            const url = system.urls['inbox-gateway'] + addressOf(each, 'nobody', agentId)
            const { status } = await ask(each.method.toUpperCase(), url, token === undefined ? {} : { token })
            return [each.id, status === 401 || status === 403 ? status : 'let in']
          })
        )
      )
    const expected = (answerOf: (operation: Operation) => number | 'let in') =>
      Object.fromEntries(closed.map(each => [each.id, answerOf(each)]))

    test.each(ROLES)('a role may call what is meant for it, and nothing else: %s', async role => {
      const { agentId } = system.demo.users.find(({ name }) => name === nameOf[role])!
      expect(await knock(tokenOf(nameOf[role]), agentId)).toEqual(
        expected(operation => (expectedOf(operation).includes(role) ? 'let in' : 403))
      )
    })

    test.each(scopes.options)('a service account may call what its scope is for, and nothing else: %s', async scope => {
      const account = await through<{ token: string }>('POST', '/v1/service-accounts', 'Administrator', {
        name: `For ${scope}`,
        scopes: [scope]
      })
      const { token } = account.body
      await waitFor(async () => (await ask('GET', `${system.urls['inbox-gateway']}/v1/me`, { token })).status === 403)
      expect(await knock(token)).toEqual(expected(({ id }) => (scopeOf(id) === scope ? 'let in' : 403)))
    })

    test('nobody gets in without a token, or with a nonsensical one, a channel’s key, or a service’s token', async () => {
      const keys = [
        undefined,
        'nonsense',
        system.demo.channels[0]!.apiKey,
        await mintServiceToken('queue', tokenSecret)
      ]
      for (const key of keys) expect(await knock(key)).toEqual(expected(() => 401))
    })
  })

  describe('at the owners, which do not rely on the gateway', () => {
    const OWNERS = ['queue', 'directory', 'distribution', 'presence', 'channel-adapters', 'media'] as const
    const owned = operations.filter(
      ({ owner, audience }) => (OWNERS as readonly string[]).includes(owner) && !audience.includes('anyone')
    )
    const knock = async (token: string) =>
      Object.fromEntries(
        await Promise.all(
          owned.map(async each => {
            const url = system.urls[each.owner as (typeof OWNERS)[number]] + addressOf(each)
            const { status } = await ask(each.method.toUpperCase(), url, { token })
            return [`${each.owner} ${each.id}`, status === 401 || status === 403 ? status : 'let in']
          })
        )
      )
    const expected = (answerOf: (operation: Operation) => number | 'let in') =>
      Object.fromEntries(owned.map(each => [`${each.owner} ${each.id}`, answerOf(each)]))

    test.each(ROLES)('a role may call what is meant for it, and nothing else: %s', async role => {
      const user = { kind: 'user' as const, id: 'nobody', name: 'Nobody', role, departmentIds: [] }
      expect(await knock(await mintServiceToken('inbox-gateway', tokenSecret, user))).toEqual(
        expected(({ audience }) => (audience.includes(role) ? 'let in' : 403))
      )
    })

    const program = { kind: 'user' as const, id: 'nobody', name: 'A program', departmentIds: [] }
    test.each(scopes.options)('a service account may call what its scope is for, and nothing else: %s', async scope => {
      const account = { ...program, role: 'admin' as const, scopes: [scope] }
      expect(await knock(await mintServiceToken('inbox-gateway', tokenSecret, account))).toEqual(
        expected(each => (each.scope === scope ? 'let in' : 403))
      )
    })

    test('a service account restricted to departments may call only what agents may, whatever its scopes', async () => {
      const account = { ...program, role: 'agent' as const, scopes: scopes.options }
      expect(await knock(await mintServiceToken('inbox-gateway', tokenSecret, account))).toEqual(
        expected(({ audience, scope }) => (scope !== null && audience.includes('agent') ? 'let in' : 403))
      )
    })

    test('a person’s access token opens none of them', async () => {
      expect(await knock(tokenOf('Administrator'))).toEqual(expected(() => 401))
    })
  })

  test('ingest admits channels’ keys, and no person or service', async () => {
    const atIngest = operations.filter(({ owner }) => owner === 'channel-ingest')
    const knock = async (token: string | undefined) =>
      Promise.all(
        atIngest.map(async ({ method, path }) => {
          const url = system.urls['channel-ingest'] + path
          return (await ask(method.toUpperCase(), url, token === undefined ? {} : { token })).status
        })
      )
    const humans = ROLES.map(role => tokenOf(nameOf[role]))
    for (const token of [undefined, 'nonsense', ...humans, await mintServiceToken('queue', tokenSecret)])
      expect(new Set(await knock(token))).toEqual(new Set([401]))
    expect(new Set(await knock(system.demo.channels[0]!.apiKey))).toEqual(new Set([400]))
  })

  describe('an agent of another department', () => {
    /** Valid bodies for operations that need one, so that a refusal can only be about the caller. */
    const bodies: Record<string, unknown> = {
      declineOffer: { offerId: 'o1' },
      dismissConversation: { outcome: 'called' },
      transferConversation: { agentId: 'nobody' },
      sendMessage: { clientMessageId: 'x', content: { type: 'text', text: 'Hello' } },
      writeNote: { text: 'a note' },
      putDraft: { text: 'a draft' },
      putTags: { tags: ['mine'] },
      patchContact: { name: 'Mine' },
      prioritizeConversation: { priority: 10 }
    }
    const forAgents = operations.filter(({ audience, public: open }) => open && audience.includes('agent'))
    const hidden = forAgents.filter(({ path }) => OF_OTHER_DEPARTMENTS.noMoreThanOfNothing.test(path))
    interface Known {
      conversations: string
      contacts: string
      'canned-replies': string
      decisions: string
    }
    const answered = async (name: string, which: Operation[], known: Known) => {
      const { agentId } = system.demo.users.find(each => each.name === name)!
      const answers = which.map(async each => {
        const id = known[each.path.split('/')[2] as keyof Known]
        const path = addressOf(each, id, agentId) + (each.path.includes(':id') ? '' : `?conversationId=${id}`)
        const body = each.method === 'get' ? undefined : (bodies[each.id] ?? {})
        const answer = await through<{ items?: unknown[] }>(each.method.toUpperCase(), path, name, body)
        return [each.id, answer.body?.items?.length === 0 ? 'nothing' : answer.status]
      })
      return Object.fromEntries(await Promise.all(answers))
    }
    const itself = (): Known => ({
      ...{ conversations: waiting.id, decisions: waiting.id },
      ...{ contacts: waiting.contact.id, 'canned-replies': reply.id }
    })
    const nobody: Known = {
      conversations: 'nobody',
      decisions: 'nobody',
      contacts: 'nobody',
      'canned-replies': 'nobody'
    }

    test('is considered in each operation for agents, exactly once', () => {
      const lines = Object.values(OF_OTHER_DEPARTMENTS)
      const found = forAgents.map(({ id, path }) => [id, lines.filter(line => line.test(path)).length])
      expect(found.filter(([, count]) => count !== 1)).toEqual([])
    })

    test('learns no more about what is hidden than about what does not exist', async () => {
      const foreign = await answered('Leo', hidden, itself())
      expect(foreign).toEqual(await answered('Leo', hidden, nobody))
      expect(new Set(Object.values(foreign))).toEqual(new Set([404, 'nothing']))
    })

    test('finds it in no list, count or search', async () => {
      const sales = system.demo.departments.find(({ name }) => name === 'Sales')!
      const lists = forAgents.filter(
        ({ method, path }) => method === 'get' && OF_OTHER_DEPARTMENTS.nothingIn.test(path)
      )
      const queries: Record<string, string[]> = {
        listConversations: ['tab=queue', `tab=queue&departmentId=${sales.id}`, 'q=Bia', 'q=Only'],
        listCannedReplies: ['', `departmentId=${sales.id}`]
      }
      for (const { id, path } of lists)
        for (const query of queries[id] ?? ['']) {
          const { status, body } = await through<{ queue?: number }>('GET', `${path}?${query}`, 'Leo')
          expect([id, query, status]).toEqual([id, query, 200])
          const words = JSON.stringify(body)
          for (const secret of [waiting.id, 'Bia', reply.id, sales.id]) expect(words).not.toContain(secret)
          if (id === 'countConversations') expect(body.queue).toBe(0)
        }
    })

    test('changed nothing in it', async () => {
      const { body } = await through('GET', `/v1/conversations/${waiting.id}`, 'Rui')
      expect(body).toMatchObject({ status: 'queued', tags: [], contact: { name: 'Bia' }, unread: 1 })
    })

    test('whereas those in the department, and supervisors, read all of it', async () => {
      const reads = hidden.filter(({ method }) => method === 'get')
      for (const name of ['Rui', 'Ana', 'Sofia', 'Administrator']) {
        const statuses = await answered(name, reads, itself())
        expect(new Set(Object.values(statuses))).toEqual(new Set([200, 'nothing']))
        expect(statuses).toMatchObject({
          getConversation: 200,
          listMessages: 200,
          getContact: 200,
          getCannedReply: 200
        })
      }
    })
  })
}
