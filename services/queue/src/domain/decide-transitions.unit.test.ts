import { describe, expect, it } from '@jest/globals'
import { after, enqueued, inStatus, noon, offerTo, present } from '../../test/builders.ts'
import {
  accept,
  ana,
  close,
  deactivated,
  dismiss,
  endOffer,
  expire,
  expired,
  giveBack,
  handOver,
  left,
  makeOffer,
  overflow,
  park,
  pick,
  resume,
  toAgent,
  toDepartment,
  waiting,
  webchat
} from '../../test/commands.ts'
import type { Conversation } from './conversation.ts'
import { type Command, decide } from './decide.ts'
import { unchanged } from './decision.ts'

type Expected = Partial<Record<keyof Conversation | 'offer' | 'slots' | 'reason' | 'agent' | 'closedAt', unknown>>
const transitions: [string, string, Conversation, Command, Expected][] = [
  [
    'T3',
    'an offer takes a slot of the agent',
    inStatus.queued(),
    makeOffer(),
    { status: 'offered', slots: ['ana#0'], offerNumber: 2 }
  ],
  [
    'T3',
    'a new round forgets who let an offer pass',
    inStatus.queued({ excludedAgentIds: ['rui'] }),
    makeOffer({ newRound: true }),
    { excludedAgentIds: [] }
  ],
  [
    'T4',
    'who picks from the queue owns it',
    inStatus.queued(),
    pick(),
    { status: 'ongoing', agent: ana, slots: ['ana#0'], startedAt: noon }
  ],
  [
    'T5',
    'a supervisor assigns',
    inStatus.queued(),
    makeOffer({ offer: offerTo('ana', { kind: 'assigned' }) }),
    { status: 'offered' }
  ],
  [
    'T5',
    'a supervisor assigns to another agent what is pending with one, and its wait begins',
    inStatus.pending({ waitingSince: after(-60_000) }),
    makeOffer({ agent: present('rui'), slot: 'rui#0', offer: offerTo('rui', { kind: 'assigned' }) }),
    { status: 'offered', agent: undefined, slots: ['rui#0'], waitingSince: noon }
  ],
  [
    'T6',
    'the offered agent accepts and keeps the slot',
    inStatus.offered(),
    accept(),
    { status: 'ongoing', agent: ana, slots: ['ana#0'] }
  ],
  [
    'T7',
    'declined, it is at its old place and the agent is passed over',
    inStatus.offered(),
    endOffer('declined'),
    { status: 'queued', enqueuedAt: enqueued, excludedAgentIds: ['ana'] }
  ],
  [
    'T7',
    'taken back by the system, nobody is passed over',
    inStatus.offered(),
    endOffer('agentLost'),
    { status: 'queued', enqueuedAt: enqueued, excludedAgentIds: [] }
  ],
  [
    'T8',
    'parked, it keeps its owner and frees the slot',
    inStatus.ongoing(),
    park,
    { status: 'pending', agent: ana, reason: 'parked', slots: undefined }
  ],
  [
    'T9',
    'returned, its last agent is preferred',
    inStatus.ongoing(),
    giveBack,
    { status: 'queued', enqueuedAt: enqueued, preferredAgentId: 'ana' }
  ],
  [
    'T9',
    'requeued before all others, as its agent is lost',
    inStatus.ongoing(),
    { ...giveBack, cause: 'agentLost' } as Command,
    { status: 'queued', enqueuedAt: enqueued, priority: 1000, preferredAgentId: 'ana' }
  ],
  ['T4', 'served, it goes before no others any more', inStatus.queued({ priority: 1000 }), pick(), { priority: 0 }],
  [
    'T9',
    'taken from an agent who was deactivated, before all others',
    inStatus.ongoing(),
    deactivated,
    { status: 'queued', priority: 1000, agent: undefined, slots: undefined }
  ],
  [
    'T11',
    'pending with an agent who was deactivated, it waits at its old place',
    inStatus.pending(),
    deactivated,
    { status: 'queued', enqueuedAt: enqueued, priority: 0, agent: undefined }
  ],
  [
    'T9',
    'returned by a supervisor, its owner is preferred',
    inStatus.pending(),
    { ...giveBack, agentId: 'boss', supervises: true } as Command,
    { status: 'queued', preferredAgentId: 'ana' }
  ],
  ['T9', 'returned from My Inbox', inStatus.pending(), giveBack, { status: 'queued' }],
  ['T10', 'resumed, it takes a slot again', inStatus.pending(), resume, { status: 'ongoing', slots: ['ana#1'] }],
  ['T12', 'expired while waiting', inStatus.queued(expired), expire, { status: 'inactive', reason: 'windowExpired' }],
  [
    'T12',
    'expired while on offer, the offer is gone',
    inStatus.offered(expired),
    expire,
    { status: 'inactive', offer: undefined, slots: undefined }
  ],
  [
    'T12',
    'expired while ongoing, it keeps its agent',
    inStatus.ongoing(expired),
    expire,
    { status: 'inactive', agent: ana, slots: undefined }
  ],
  [
    'T12',
    'refused by the provider although our clock disagrees',
    inStatus.ongoing(),
    { type: 'expire', refused: true },
    { status: 'inactive', window: { expiresAt: noon } }
  ],
  [
    'T15',
    'an inactive one is dismissed with an outcome',
    inStatus.inactive(),
    dismiss,
    { status: 'closed', reason: 'called back', closedAt: noon }
  ],
  ['T16', 'its owner closes it', inStatus.ongoing(), close(), { status: 'closed', slots: undefined }],
  ['T16', 'a supervisor closes what is pending', inStatus.pending(), close(true), { status: 'closed' }],
  ['T17', 'a supervisor closes what waits', inStatus.queued(), close(true), { status: 'closed' }],
  [
    'T17',
    'a visitor of web chat leaves',
    inStatus.queued(webchat),
    left,
    { status: 'closed', reason: 'visitorLeft', closedAt: noon }
  ],
  [
    'T17',
    'a visitor leaves while on offer, the offer is gone',
    inStatus.offered(webchat),
    left,
    { status: 'closed', reason: 'visitorLeft', offer: undefined, slots: undefined, agent: undefined }
  ],
  [
    'T18',
    'a transfer on offer holds a slot of both',
    inStatus.ongoing(),
    toAgent(),
    { status: 'offered', slots: ['ana#0', 'rui#0'], agent: ana }
  ],
  [
    'T18',
    'a transfer of what is pending holds a slot of the target',
    inStatus.pending(),
    toAgent(),
    { status: 'offered', slots: ['rui#0'], agent: ana }
  ],
  [
    'T19',
    'the target accepts and the source is free',
    inStatus.transferring(),
    accept('rui'),
    { status: 'ongoing', agent: { id: 'rui', name: 'rui' }, slots: ['rui#0'] }
  ],
  [
    'T20',
    'declined by the target, it is with its source again',
    inStatus.transferring(),
    endOffer('declined', 'offer-rui'),
    { status: 'ongoing', agent: ana, slots: ['ana#0'] }
  ],
  [
    'T20',
    'declined while the source is gone, it waits in their My Inbox',
    inStatus.transferring(),
    endOffer('deadline', 'offer-rui', 'gone'),
    { status: 'pending', agent: ana }
  ],
  [
    'T20',
    'declined after the source was deactivated, it waits before all others',
    inStatus.transferring({ waitingSince: after(-60_000) }),
    endOffer('declined', 'offer-rui', 'deactivated'),
    { status: 'queued', agent: undefined, slots: undefined, priority: 1000, waitingSince: after(120_000) }
  ],
  [
    'T21',
    'to another department, at its old place',
    inStatus.ongoing(),
    toDepartment(),
    { status: 'queued', departmentId: 'support', enqueuedAt: enqueued }
  ],
  [
    'T21',
    'to another department, last',
    inStatus.pending(),
    toDepartment({ placement: 'tail' }),
    { status: 'queued', enqueuedAt: after(120_000) }
  ],
  [
    'T21',
    'to another department by itself, after too long a wait',
    waiting(60),
    overflow(),
    { departmentId: 'support', enqueuedAt: enqueued, waitingSince: noon, overflowedFrom: ['sales'] }
  ],
  [
    'T21',
    'to the successor of a department that has ended, also to nobody and where it has waited before',
    inStatus.queued({ ...webchat, overflowedFrom: ['support'] }),
    handOver,
    { status: 'queued', departmentId: 'support', enqueuedAt: enqueued, waitingSince: noon }
  ],
  [
    'T21',
    'pending in a department that has ended, it waits with the successor',
    inStatus.pending(),
    handOver,
    { status: 'queued', departmentId: 'support', agent: undefined }
  ]
]

describe('every transition', () => {
  it.each(transitions)('%s: %s', (rule, _title, state, command, expected) => {
    const now = rule === 'T20' || (rule === 'T21' && state.status === 'pending') ? after(120_000) : noon
    const decided = decide(command, state, now)
    if (!decided.ok || decided.value === unchanged) throw new Error(`refused: ${JSON.stringify(decided)}`)
    expect({ ...decided.value.next, slots: (decided.value.next as { slots?: string[] }).slots }).toMatchObject(
      Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined))
    )
    for (const [field, value] of Object.entries(expected))
      if (value === undefined) expect(decided.value.next).not.toHaveProperty(field)
    expect(decided.value.step).toMatchObject({ rule, from: state.status, to: decided.value.next.status })
  })
})

describe('a wait in a department', () => {
  const next = (command: Command, state: Conversation, now: Date): Conversation => {
    const decided = decide(command, state, now)
    if (!decided.ok || decided.value === unchanged) throw new Error(`refused: ${JSON.stringify(decided)}`)
    return decided.value.next
  }

  it('does not restart with an offer that comes back', () => {
    const offered = next(makeOffer(), waiting(60), noon)
    expect(next(endOffer('declined'), offered, after(1000)).waitingSince).toEqual(after(-60_000))
  })

  it('starts when the conversation is returned to Queue', () => {
    expect(next(giveBack, inStatus.ongoing({ waitingSince: after(-60_000) }), noon).waitingSince).toEqual(noon)
  })

  it('may end in any department again once somebody has served it', () => {
    const moved = next(overflow(), waiting(60), noon)
    expect(next(pick(), moved, noon)).not.toHaveProperty('overflowedFrom')
  })
})
