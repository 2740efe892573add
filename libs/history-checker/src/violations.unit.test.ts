import type { DecisionRecord, Envelope, Message } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import {
  after,
  ana,
  conversation,
  event,
  history,
  life,
  offered,
  ongoing,
  presence,
  routing,
  stored,
  told
} from './a-history.ts'
import type { History } from './history.ts'
import { violationsOf } from './violations.ts'

const live = (more: object, version = 2) => stored(version, { status: 'ongoing', ...more })
const automatic = { _id: 'sales', version: 1, distribution: { mode: 'automatic' } } as History['departments'][number]
const zoes = { conversationId: 'c1', direction: 'inbound', providerMessageId: 'p1' } as const
const message = (more: Partial<Message> = {}) =>
  ({ id: 'm1', conversationId: 'c1', direction: 'inbound', sentAt: after(0), ...more }) as Message
const appended = (version: number, it: Message, more: object = {}) =>
  event('message.appended', it.conversationId, version, version, {
    conversation: conversation(version, { id: it.conversationId, ...more }),
    message: it
  })
const answer = message({ id: 'a1', direction: 'outbound' })
const statusOf = (version: number, status: string) =>
  event('message.statusChanged', 'a1', version, version, { message: { ...answer, status } })
const delivery = (type: string, at: number) =>
  event(type, 'a1', 1, at, { messageId: 'a1', conversationId: 'c1', at: after(at) })
const storedAnswer = { _id: 'a1', conversationId: 'c1', direction: 'outbound', status: 'sent' } as const
const older = { contact: { id: 'old', externalId: 'o' } }
const old = told([[older]], 'c0')
const youngerOfferedAt = (at: number) =>
  told([
    [{ enqueuedAt: after(1) }],
    [
      { ...offered, enqueuedAt: after(1) },
      { rule: 'T3', at }
    ]
  ])
const oldAndYounger = [
  stored(1, { _id: 'c0', status: 'queued', contact: { id: 'old' } }),
  stored(2, { status: 'offered', offer: { agentId: 'ana' }, slots: ['ana#0'] })
]
const drawn = {
  ...{ strategy: 'random', preferred: false, candidates: ['ana', 'rui'], chosenAgentId: 'ana' },
  ...{ conversationId: 'c1', decidedAt: after(0) }
} as DecisionRecord
const afterAnswer = { conversations: [stored(1, { status: 'queued' })] }

/** [what happened, the history, what the checker reports] */
type Case = [string, Partial<History>, string]
const lives = life()
const but = (...changed: Envelope[]) =>
  lives.map(each => changed.find(({ version }) => version === each.version) ?? each)

const thread = { id: 't1' }

const cases: Record<string, Case[]> = {
  'two at once': [
    [
      'a contact had two live conversations',
      { events: [...lives, ...life('c2')], conversations: [stored(6), stored(6, { _id: 'c2' })] },
      'I1: contact zoe had two live conversations at once'
    ],
    [
      'two of a contact are live now',
      {
        events: [...told([[{}]]), ...told([[{}]], 'c2')],
        conversations: [stored(1, { status: 'queued' }), stored(1, { status: 'queued', _id: 'c2' })]
      },
      'I1: contact zoe has 2 live conversations'
    ],
    [
      'two of a contact about one thread are live now',
      {
        events: [...told([[{ thread }]]), ...told([[{ thread }]], 'c2')],
        conversations: [stored(1, { status: 'queued', thread }), stored(1, { status: 'queued', thread, _id: 'c2' })]
      },
      'I1: contact zoe about t1 has 2 live conversations'
    ],
    [
      'an agent held more than their limit',
      {
        events: [...lives, ...life('c2', { contact: { id: 'yan', externalId: 'y' } })],
        conversations: [stored(6), stored(6, { _id: 'c2', contact: { id: 'yan' } })]
      },
      'I3: agent ana held 2 conversations at once, of 1'
    ]
  ],
  slots: [
    [
      'a closed conversation kept its slot',
      { conversations: [stored(6, { slots: ['ana#0'] })] },
      'I2: conversation c1 is closed and holds [ana#0]'
    ],
    [
      'an agent works without a slot',
      { events: told([[{}], [ongoing]]), conversations: [live({ agent: { id: 'ana' } })] },
      'I2: conversation c1 is ongoing and holds []'
    ],
    [
      'a slot is held twice',
      {
        events: [],
        conversations: ['c1', 'c2'].map(_id =>
          live({ _id, contact: { id: _id }, agent: { id: 'ana' }, slots: ['ana#0'] }, 0)
        )
      },
      'I3: slot ana#0 is held twice'
    ]
  ],
  order: [
    [
      'an offer went to a stranger',
      { agents: [{ ...ana, departmentIds: [] }] },
      'I4: conversation c1 was offered to ana, who is no member of sales'
    ],
    [
      'a younger one was offered first',
      { events: [...old, ...youngerOfferedAt(2)], conversations: oldAndYounger },
      'I4: conversation c0 was passed over for c1, offered to ana: they waited for 2000 and 2000 ms, and its own turn never came'
    ],
    [
      'a younger one was offered first, although the older one must have been known by then',
      { events: [...youngerOfferedAt(10), ...old], conversations: oldAndYounger },
      'I4: conversation c0 was passed over for c1, offered to ana: they waited for 10000 and 10000 ms, and its own turn never came'
    ],
    [
      'nobody was offered what an agent was free for',
      {
        events: [...told([[{}]]), presence(1, 1, {})],
        departments: [automatic],
        conversations: [stored(1, { status: 'queued' })]
      },
      'I5: conversation c1 waited for 998000 ms while ana could have had it'
    ],
    [
      'a returned conversation lost its position',
      {
        events: told([[{}], [offered], [{ enqueuedAt: after(20) }, { rule: 'T7' }]]),
        conversations: [stored(3, { status: 'queued' })]
      },
      'I10: conversation c1 lost its place in the queue by T7'
    ]
  ],
  presence: [
    [
      'an absent agent kept work',
      {
        events: [...told([[{}], [ongoing]]), presence(1, 0, {}), presence(2, 60, { link: 'disconnected' })],
        conversations: [live({ agent: { id: 'ana' }, slots: ['ana#0'] })]
      },
      'I6: agent ana was gone and held conversation c1 for 940000 ms more'
    ],
    [
      'a present agent lost work',
      {
        events: [
          ...but(
            told([
              [{}],
              [offered],
              [ongoing],
              [
                { ...ongoing, status: 'pending' },
                { cause: 'agentLost', previousAgentId: 'ana' }
              ]
            ])[3]!
          ),
          presence(1, 0, {})
        ]
      },
      'I7: conversation c1 was taken from ana, who was present'
    ],
    [
      'somebody was demoted after 29 seconds',
      { events: [...lives, presence(1, 129, { link: 'disconnected', cause: 'lost', aliveUntil: after(100) })] },
      'I7: agent ana was demoted 29000 ms after the last proof of life'
    ]
  ],
  messages: [
    ['a message is lost', { accepted: new Set(['m1']) }, 'I8: message m1 was accepted and is lost'],
    [
      'a message is stored twice',
      {
        events: [...lives, appended(6, message()), appended(6, message({ id: 'm2' }))]
          .map((each, id) => ({ ...each, id: `${id}` }))
          .filter(({ version, type }) => version < 6 || type !== 'x'),
        messages: [
          { ...zoes, _id: 'm1' },
          { ...zoes, _id: 'm2' }
        ]
      },
      'I8: message m1 is stored again as m2'
    ],
    [
      'a message was appended twice',
      {
        events: [...lives.slice(0, 4), appended(5, message()), appended(6, message(), { status: 'pending' })],
        conversations: [stored(6, { status: 'pending' })],
        messages: [{ ...zoes, _id: 'm1' }]
      },
      'I8: message m1 was appended more than once'
    ],
    [
      'a message was published and not stored',
      { events: [...lives, appended(6, message(), { status: 'closed' })] },
      'I8: message m1 was appended to c1 and is not stored there'
    ],
    [
      'a message was stored and not published',
      { messages: [{ ...zoes, _id: 'm1' }] },
      'I11: message m1 was stored but never announced'
    ]
  ],
  answers: [
    [
      'an answer was accepted too late',
      {
        events: [appended(1, message({ ...answer, sentAt: after(61) }), { window: { expiresAt: after(60) } })],
        messages: [storedAnswer],
        ...afterAnswer
      },
      'I9: answer a1 was accepted after the end of its session window'
    ],
    [
      'an answer left too late',
      {
        events: [appended(1, answer, { window: { expiresAt: after(60) } }), delivery('delivery.sent', 70)],
        messages: [storedAnswer],
        ...afterAnswer
      },
      'I9: answer a1 left after the end of its session window'
    ],
    [
      'a refused answer is shown as sent',
      { events: [appended(1, answer), delivery('delivery.failed', 2)], messages: [storedAnswer], ...afterAnswer },
      'I9: answer a1 was refused but is shown as sent'
    ],
    [
      'a status went backwards',
      {
        events: [appended(1, answer), statusOf(2, 'read'), statusOf(3, 'sent')],
        messages: [storedAnswer],
        ...afterAnswer
      },
      'I9: answer a1 went back to sent'
    ],
    [
      'nobody was asked to deliver an answer',
      { events: [appended(1, answer)], messages: [{ ...storedAnswer, status: 'queued' }], ...afterAnswer },
      'I13: nobody was asked to deliver answer a1'
    ]
  ],
  publishing: [
    [
      'a version was never published',
      { events: lives.toSpliced(1, 1) },
      'I11: version 2 of conversation c1 was never published'
    ],
    [
      'a version came too late',
      { events: [lives[0]!, lives[2]!, lives[1]!, ...lives.slice(3)] },
      'I11: version 2 of conversation c1 came after a newer one'
    ],
    [
      'a version was published with two contents',
      { events: [...lives, { ...lives[1]!, id: 'another' }] },
      'I11: two different events say 2 conversation.offered of conversation c1'
    ],
    [
      'a step did not start where the last one ended',
      { events: but(told([[{}], [{ status: 'pending' }], [ongoing, { rule: 'T1' }]])[2]!) },
      'I11: conversation c1 went from offered to ongoing by T1'
    ],
    [
      'a step is missing from the history',
      { transitions: [] },
      'I11: step c1:1 was published and is not in the history'
    ],
    [
      'a step in the history was never published',
      { transitions: [...history().transitions, { conversationId: 'c1', version: 7 }] },
      'I11: step c1:7 is in the history and was never published'
    ],
    [
      'an event was never sent',
      { conversations: [stored(6, { outbox: [{}] })] },
      'I11: 1 events of conversation c1 were never sent'
    ]
  ],
  recovery: [
    ['a conversation is gone', { conversations: [] }, 'I13: conversation c1 is lost'],
    [
      'a conversation reverted',
      { conversations: [stored(5, { status: 'ongoing', agent: { id: 'ana' }, slots: ['ana#0'] })] },
      'I13: conversation c1 fell back to 5 after 6 was published'
    ],
    [
      'a message was parked',
      { parked: [{ origin: 'queue.inbound', reason: 'why' }] },
      'I13: a message of queue.inbound was parked: why'
    ],
    [
      'a repair was needed',
      { callsForHelp: ['queue_repairs_total 1'] },
      'I13: somebody had to act: queue_repairs_total 1'
    ]
  ],
  draws: [
    [
      'one agent gets most',
      {
        transitions: [
          ...history().transitions,
          ...Array.from({ length: 50 }, (_, n) => ({ conversationId: 'c1', version: n + 10, decision: drawn }))
        ]
      },
      'I14: of 2 candidates each was drawn 50, 0 times'
    ]
  ]
}

describe('the history checker', () => {
  test('finds nothing in a correct history, repetitions included', () => {
    expect(violationsOf(history())).toEqual([])
    const repeated = lives.flatMap((each, index) => [...lives.slice(0, index), each])
    expect(violationsOf(history({ events: repeated }))).toEqual([])
  })

  test('does not report what nobody can be sure of', () => {
    const excluded = told([[{ ...older, routing: { ...routing, excludedAgentIds: ['ana'] } }]], 'c0')
    const toldLate = [...youngerOfferedAt(2), ...old]
    const justTold = [presence(1, 1.9, {}), ...old, ...youngerOfferedAt(2)]
    for (const events of [toldLate, justTold, [...excluded, ...youngerOfferedAt(10)]])
      expect(violationsOf(history({ events, conversations: oldAndYounger }))).toEqual([])
  })

  test('follows a conversation that was continued in another one', () => {
    const appended = (key: string) =>
      event('message.appended', key, 1, 0, { conversation: conversation(1, { id: key }), message: { id: 'm1' } })
    const message = { _id: 'm1', conversationId: 'c2', direction: 'inbound' as const, providerMessageId: 'p1' }
    const told = (continuedIn?: string) => {
      const [one, other] = [
        stored(1, { ...(continuedIn && { continuedIn }) }),
        stored(1, { _id: 'c2', status: 'queued' })
      ]
      return violationsOf(history({ events: [appended('c1')], conversations: [one, other], messages: [message] }))
    }
    const elsewhere = 'I8: message m1 was appended to c1 and is not stored there'
    expect([told(), told('c2')].map(violations => violations.includes(elsewhere))).toEqual([true, false])
  })

  test('does not mistake erased messages for one stored twice', () => {
    const erased = ['m1', 'm2'].map(_id => ({ _id, conversationId: 'c1', direction: 'inbound' as const }))
    const violations = violationsOf(history({ conversations: [stored(1)], messages: erased }))
    expect(violations.filter(each => each.includes('stored again'))).toEqual([])
  })

  test('allows for a process whose clock is behind', () => {
    const written = told([{}, {}, {}, {}].map((_, n) => [{ unread: n + 1 }, { at: n === 2 ? 9 : n * 10 }] as const))
    expect(violationsOf(history({ events: written, conversations: [stored(4, { status: 'queued' })] }))).toEqual([])
  })

  test('knows that a conversation on offer waits for nobody else, before queue has applied or refused the offer', () => {
    const decision = { ...drawn, conversationId: 'c0', decidedAt: after(1) }
    const decided = event('offer.decided', 'c0', 1, 1, decision)
    const heard = history({ events: [...old, decided, ...youngerOfferedAt(2)], conversations: oldAndYounger })
    expect(violationsOf(heard)).toEqual([])
    // whoever decided it may have died before telling it
    const unheard = history({ events: [...old, ...youngerOfferedAt(2)], conversations: oldAndYounger })
    expect(violationsOf(unheard)).not.toEqual([])
    const transitions = unheard.transitions.map(step => (step.conversationId === 'c0' ? { ...step, decision } : step))
    expect(violationsOf({ ...unheard, transitions })).toEqual([])
  })

  describe.each(Object.entries(cases))('detects by %s', (_, known) => {
    test.each(known)('that %s', (_, wrong, said) => {
      expect(violationsOf(history(wrong))).toContain(said)
    })
  })
})
