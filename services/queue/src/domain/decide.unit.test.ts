import { capabilitiesOf } from '@inbox/contracts'
import { describe, expect, it } from '@jest/globals'
import { after, enqueued, inStatus, noon, offerTo, present } from '../../test/builders.ts'
import { byAgent, bySystem, type Conversation } from './conversation.ts'
import { type Command, decide } from './decide.ts'
import type { Send } from './decide-send.ts'
import { unchanged } from './decision.ts'

const ana = { id: 'ana', name: 'ana' }
const policy = { decidedOn: 1, now: 1, mode: 'automatic' as const }

const makeOffer = (change: Partial<Extract<Command, { type: 'makeOffer' }>> = {}): Command => ({
  type: 'makeOffer',
  agent: present('ana'),
  offer: offerTo('ana'),
  slot: 'ana#0',
  actor: bySystem,
  policy,
  ...change
})
const accept = (agentId = 'ana', offerId?: string): Command => ({
  type: 'acceptOffer',
  agent: present(agentId),
  ...(offerId !== undefined && { offerId })
})
const pick = (agentId = 'ana', change: Partial<Extract<Command, { type: 'pick' }>> = {}): Command => ({
  type: 'pick',
  agent: present(agentId),
  slot: `${agentId}#0`,
  inTurn: true,
  ...change
})
const endOffer = (
  cause: Extract<Command, { type: 'endOffer' }>['cause'],
  offerId = 'offer-ana',
  source: 'present' | 'gone' | 'deactivated' = 'present'
): Command => ({
  type: 'endOffer',
  offerId,
  cause,
  actor: bySystem,
  source
})
const park: Command = { type: 'park', agentId: 'ana', reason: 'parked', actor: byAgent(ana) }
const resume: Command = { type: 'resume', agent: present('ana'), slot: 'ana#1' }
const giveBack: Command = { type: 'returnToQueue', agentId: 'ana', cause: 'returned', actor: byAgent(ana) }
const deactivated: Command = { ...giveBack, cause: 'agentDeactivated', actor: bySystem }
const close = (supervises = false, change = {}): Command => ({
  type: 'close',
  actor: byAgent(ana),
  supervises,
  ...change
})
const dismiss: Command = { type: 'dismiss', outcome: 'called back', actor: byAgent(ana) }
const left: Command = { type: 'contactLeft', leftAt: noon }
const expire: Command = { type: 'expire' }
const by = { ...ana, supervises: false }
const toAgent = (targetId = 'rui'): Command => ({
  type: 'transferToAgent',
  by,
  target: present(targetId),
  offer: offerTo(targetId, { kind: 'transfer' }),
  slot: `${targetId}#0`,
  allowed: true
})
const toDepartment = (change: Partial<Extract<Command, { type: 'transferToDepartment' }>> = {}): Command => ({
  type: 'transferToDepartment',
  by,
  departmentId: 'support',
  allowed: true,
  attended: true,
  placement: 'keep',
  ...change
})
const overflow = (change: Partial<Extract<Command, { type: 'overflow' }>> = {}): Command => ({
  type: 'overflow',
  afterMs: 60_000,
  departmentId: 'support',
  attended: true,
  placement: 'keep',
  ...change
})
const handOver: Command = { type: 'handOver', departmentId: 'support', placement: 'keep' }
const waiting = (seconds: number, change: Parameters<typeof inStatus.queued>[0] = {}) =>
  inStatus.queued({ waitingSince: after(-seconds * 1000), ...change })
const send: Send = {
  type: 'send',
  agentId: 'ana',
  can: capabilitiesOf.whatsapp,
  message: {
    id: 'm',
    conversationId: 'conv',
    direction: 'outbound',
    author: { kind: 'agent', id: 'ana' },
    content: { type: 'text', text: 'hi' },
    sentAt: noon.toISOString(),
    receivedAt: noon.toISOString()
  }
}
const expired = { window: { expiresAt: noon } }
const webchat = {
  channel: { id: 'web', kind: 'webchat' as const, name: 'Site', session: { kind: 'attended' as const } }
}

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

  it('is not begun anew by an offer that comes back', () => {
    const offered = next(makeOffer(), waiting(60), noon)
    expect(next(endOffer('declined'), offered, after(1000)).waitingSince).toEqual(after(-60_000))
  })

  it('begins when it is returned to Queue', () => {
    expect(next(giveBack, inStatus.ongoing({ waitingSince: after(-60_000) }), noon).waitingSince).toEqual(noon)
  })

  it('may end in any department again once somebody has served it', () => {
    const moved = next(overflow(), waiting(60), noon)
    expect(next(pick(), moved, noon)).not.toHaveProperty('overflowedFrom')
  })
})

const states = [
  inStatus.queued(),
  inStatus.offered(),
  inStatus.ongoing(),
  inStatus.pending(),
  inStatus.inactive(),
  inStatus.closed()
]
const legal: Record<string, { command: Command; from: Conversation['status'][] }> = {
  makeOffer: { command: makeOffer({ offer: offerTo('ana', { id: 'another' }) }), from: ['queued'] },
  acceptOffer: { command: accept('ana'), from: ['offered', 'ongoing'] },
  pick: { command: pick('ana'), from: ['queued', 'ongoing'] },
  endOffer: { command: endOffer('declined'), from: ['offered'] },
  park: { command: park, from: ['ongoing', 'pending'] },
  resume: { command: resume, from: ['pending', 'ongoing'] },
  returnToQueue: { command: giveBack, from: ['ongoing', 'pending'] },
  transferToAgent: { command: toAgent(), from: ['ongoing', 'pending'] },
  transferToDepartment: { command: toDepartment(), from: ['queued', 'ongoing', 'pending'] },
  overflow: { command: overflow(), from: [] },
  handOver: { command: handOver, from: ['queued', 'pending'] },
  send: { command: send, from: ['ongoing'] },
  close: { command: close(true), from: ['queued', 'ongoing', 'pending', 'closed'] },
  dismiss: { command: dismiss, from: ['inactive', 'closed'] },
  contactLeft: { command: left, from: ['closed'] }
}
const refusedPairs = Object.entries(legal).flatMap(([name, { command, from }]) =>
  states.filter(({ status }) => !from.includes(status)).map(state => [name, state.status, command, state] as const)
)

describe('every other pair of command and status', () => {
  it.each(refusedPairs)(
    '%s of a conversation that is %s is refused with its current state',
    (_name, status, command, state) => {
      const decided = decide(command, state, noon)
      expect(decided).toMatchObject({ ok: false, error: { current: { status, version: 7 } } })
    }
  )
})

const guards: [string, Conversation, Command, string, Date?][] = [
  ['leaving where one is answered later, too', inStatus.queued(), left, 'illegal-transition'],
  ['leaving while being handed to another agent', inStatus.transferring(webchat), left, 'illegal-transition'],
  [
    'leaving before the last message',
    inStatus.queued({ ...webchat, lastMessage: { direction: 'inbound', preview: 'back again', at: after(1) } }),
    left,
    'illegal-transition'
  ],
  [
    'an offer decided under another policy',
    inStatus.queued(),
    makeOffer({ policy: { ...policy, now: 2 } }),
    'version-mismatch'
  ],
  [
    'an offer of a department that is manual by now',
    inStatus.queued(),
    makeOffer({ policy: { ...policy, mode: 'manual' } }),
    'version-mismatch'
  ],
  [
    'an offer to an agent who is not connected',
    inStatus.queued(),
    makeOffer({ agent: present('ana', { link: 'reconnecting' }) }),
    'not-eligible'
  ],
  [
    'an offer to an agent who is unavailable',
    inStatus.queued(),
    makeOffer({ agent: present('ana', { status: 'unavailable' }) }),
    'not-eligible'
  ],
  [
    'an offer to an agent of another department',
    inStatus.queued(),
    makeOffer({ agent: present('ana', { departmentIds: [] }) }),
    'not-eligible'
  ],
  ['an overflow before its time', waiting(59.999), overflow(), 'illegal-transition'],
  ['an overflow to where it waits', waiting(60), overflow({ departmentId: 'sales' }), 'illegal-transition'],
  [
    'an overflow to where it has waited before',
    waiting(60, { overflowedFrom: ['support'] }),
    overflow(),
    'illegal-transition'
  ],
  ['an overflow after the session window', waiting(60, expired), overflow(), 'window-expired'],
  ['an overflow of a web chat to nobody', waiting(60, webchat), overflow({ attended: false }), 'department-unattended'],
  ['accepting an offer that was made anew', inStatus.offered(), accept('ana', 'an older one'), 'offer-revoked'],
  ['accepting the offer of somebody else', inStatus.offered(), accept('rui'), 'offer-revoked'],
  ['accepting what somebody else has', inStatus.ongoing(), accept('rui'), 'already-taken'],
  ['picking what somebody else has', inStatus.ongoing(), pick('rui'), 'already-taken'],
  [
    'picking on a break',
    inStatus.queued(),
    pick('ana', { agent: present('ana', { status: 'break' }) }),
    'not-eligible'
  ],
  ['picking out of turn', inStatus.queued(), pick('ana', { inTurn: false }), 'illegal-transition'],
  ['a deadline that has not come', inStatus.offered(), endOffer('deadline'), 'illegal-transition'],
  ['resuming when the window has ended', inStatus.pending(expired), resume, 'window-expired'],
  ['resuming after it expired', inStatus.inactive(), resume, 'window-expired'],
  ['I9: sending at the instant the window ends', inStatus.ongoing(expired), send, 'window-expired'],
  ['I9: sending after it expired', inStatus.inactive(), send, 'window-expired'],
  ['sending by somebody else', inStatus.ongoing({}), { ...send, agentId: 'rui' } as Command, 'not-owner'],
  [
    'sending what the channel cannot carry',
    inStatus.ongoing(),
    { ...send, message: { ...send.message, content: { type: 'text', text: 'a'.repeat(4097) } } } as Command,
    'not-supported'
  ],
  ['parking by somebody else', inStatus.ongoing(), { ...park, agentId: 'rui' } as Command, 'not-owner'],
  ['returning by somebody else', inStatus.pending(), { ...giveBack, agentId: 'rui' } as Command, 'not-owner'],
  ['sending on a transfer by its target', inStatus.transferring(), { ...send, agentId: 'rui' } as Command, 'not-owner'],
  ['handing over to itself', inStatus.queued(), { ...handOver, departmentId: 'sales' } as Command, 'unprocessable'],
  ['handing over when the window has ended', inStatus.pending(expired), handOver, 'window-expired'],
  ['expiring a window that is open', inStatus.ongoing(), expire, 'illegal-transition'],
  ['closing by an agent what waits', inStatus.queued(), close(), 'illegal-transition'],
  [
    'closing without the reason that the form requires',
    inStatus.ongoing(),
    close(false, { form: { required: true, reasons: ['solved'] } }),
    'unprocessable'
  ],
  [
    'closing for a reason that the form does not know',
    inStatus.ongoing(),
    close(false, { reason: 'x', form: { required: false, reasons: ['solved'] } }),
    'unprocessable'
  ],
  [
    'a transfer that the department forbids',
    inStatus.ongoing(),
    { ...toAgent(), allowed: false } as Command,
    'forbidden'
  ],
  [
    'a transfer of web chat to an unattended department',
    inStatus.ongoing(webchat),
    toDepartment({ attended: false }),
    'department-unattended'
  ],
  ['a transfer when the window has ended', inStatus.ongoing(expired), toDepartment(), 'window-expired']
]

describe('guards refuse', () => {
  it.each(guards)('%s', (_title, state, command, code, now = noon) => {
    expect(decide(command, state, now)).toMatchObject({ ok: false, error: { code } })
  })
})

describe('repeating what was carried out changes nothing', () => {
  const repeated: [string, Conversation, Command][] = [
    ['the same offer', inStatus.offered(), makeOffer()],
    ['accepting by the owner', inStatus.ongoing(), accept()],
    ['picking by the owner', inStatus.ongoing(), pick()],
    ['parking', inStatus.pending(), park],
    ['resuming', inStatus.ongoing(), resume],
    ['closing', inStatus.closed(), close(true)],
    ['dismissing', inStatus.closed(), dismiss],
    ['expiring', inStatus.inactive(), expire]
  ]
  it.each(repeated)('%s', (_title, state, command) => {
    expect(decide(command, state, noon)).toEqual({ ok: true, value: unchanged })
  })
})

describe('while a transfer is on offer', () => {
  it('the source still answers, and the offer stands', () => {
    expect(decide(send, inStatus.transferring(), noon)).toMatchObject({
      ok: true,
      value: { deliver: true, next: { status: 'offered', offer: { agentId: 'rui' }, answeredAt: noon, unread: 0 } }
    })
  })
})

describe('the session window is half-open', () => {
  it('I9: one millisecond before its end an answer still leaves', () => {
    const state = inStatus.ongoing({ window: { expiresAt: after(1) } })
    expect(decide(send, state, noon)).toMatchObject({ ok: true, value: { deliver: true } })
  })
})
