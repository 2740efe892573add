import { capabilitiesOf } from '@inbox/contracts'
import { describe, expect, it } from '@jest/globals'
import { after, inStatus, noon, offerTo, present } from '../../test/builders.ts'
import {
  accept,
  close,
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
  policy,
  resume,
  send,
  sendTemplate,
  toAgent,
  toDepartment,
  waiting,
  webchat
} from '../../test/commands.ts'
import type { Conversation } from './conversation.ts'
import { type Command, decide } from './decide.ts'
import { unchanged } from './decision.ts'

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
  comeBack: { command: { type: 'comeBack', agentId: 'ana' }, from: [] },
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
  [
    'an overflow of a web chat to an unattended department',
    waiting(60, webchat),
    overflow({ attended: false }),
    'department-unattended'
  ],
  ['accepting an offer that was renewed', inStatus.offered(), accept('ana', 'an older one'), 'offer-revoked'],
  ['accepting somebody else’s offer', inStatus.offered(), accept('rui'), 'offer-revoked'],
  ['accepting somebody else’s conversation', inStatus.ongoing(), accept('rui'), 'already-taken'],
  ['picking somebody else’s conversation', inStatus.ongoing(), pick('rui'), 'already-taken'],
  [
    'picking on a break',
    inStatus.queued(),
    pick('ana', { agent: present('ana', { status: 'break' }) }),
    'not-eligible'
  ],
  ['picking out of turn', inStatus.queued(), pick('ana', { inTurn: false }), 'illegal-transition'],
  ['a deadline that has not passed', inStatus.offered(), endOffer('deadline'), 'illegal-transition'],
  ['resuming when the window has ended', inStatus.pending(expired), resume, 'window-expired'],
  ['resuming after it expired', inStatus.inactive(), resume, 'window-expired'],
  ['I9: sending at the instant the window ends', inStatus.ongoing(expired), send, 'window-expired'],
  ['I9: sending after it expired', inStatus.inactive(), send, 'window-expired'],
  [
    'sending a template after nobody was there',
    inStatus.inactive({}, 'unattended'),
    sendTemplate(),
    'illegal-transition'
  ],
  ['sending a template in a waiting conversation', inStatus.queued(expired), sendTemplate(), 'illegal-transition'],
  ['sending a template in a parked conversation', inStatus.pending(expired), sendTemplate(), 'illegal-transition'],
  ['sending a template in a closed conversation', inStatus.closed(), sendTemplate(), 'illegal-transition'],
  ['sending a template in somebody else’s conversation', inStatus.ongoing(expired), sendTemplate('rui'), 'not-owner'],
  [
    'sending a template on a channel without templates, after it expired',
    inStatus.inactive(),
    { ...sendTemplate(), can: capabilitiesOf.api },
    'not-supported'
  ],
  ['sending by somebody else', inStatus.ongoing({}), { ...send, agentId: 'rui' } as Command, 'not-owner'],
  [
    'sending what the channel does not support',
    inStatus.ongoing(),
    { ...send, message: { ...send.message, content: { type: 'text', text: 'a'.repeat(4097) } } } as Command,
    'not-supported'
  ],
  ['parking by somebody else', inStatus.ongoing(), { ...park, agentId: 'rui' } as Command, 'not-owner'],
  ['returning by somebody else', inStatus.pending(), { ...giveBack, agentId: 'rui' } as Command, 'not-owner'],
  [
    'the target of a transfer forwarding it',
    inStatus.transferring(),
    { ...send, agentId: 'rui' } as Command,
    'not-owner'
  ],
  ['handing over to itself', inStatus.queued(), { ...handOver, departmentId: 'sales' } as Command, 'unprocessable'],
  ['handing over when the window has ended', inStatus.pending(expired), handOver, 'window-expired'],
  ['expiring an open window', inStatus.ongoing(), expire, 'illegal-transition'],
  ['an agent closing a waiting conversation', inStatus.queued(), close(), 'illegal-transition'],
  [
    'closing without the reason that the form requires',
    inStatus.ongoing(),
    close(false, { form: { required: true, reasons: ['solved'] } }),
    'unprocessable'
  ],
  [
    'closing with a reason that the form does not have',
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

describe('repeating what was done changes nothing', () => {
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
  it('the source may still answer, and the offer stands', () => {
    expect(decide(send, inStatus.transferring(), noon)).toMatchObject({
      ok: true,
      value: { deliver: true, next: { status: 'offered', offer: { agentId: 'rui' }, answeredAt: noon, unread: 0 } }
    })
  })
})

describe('a template', () => {
  it.each([
    ['while the window is open', inStatus.ongoing(), 'ana'],
    ['when the window has ended', inStatus.ongoing(expired), 'ana'],
    ['after it expired, by anybody who can see it', inStatus.inactive(), 'rui']
  ])('leaves %s, and the conversation keeps its status and window', (_when, state, agentId) => {
    const { status, window } = state
    expect(decide(sendTemplate(agentId), state, noon)).toMatchObject({
      ok: true,
      value: { deliver: true, next: { status, window, lastMessage: { type: 'template' } } }
    })
  })
})

describe('the session window is half-open', () => {
  it('I9: one millisecond before its end an answer still leaves', () => {
    const state = inStatus.ongoing({ window: { expiresAt: after(1) } })
    expect(decide(send, state, noon)).toMatchObject({ ok: true, value: { deliver: true } })
  })
})

it('an email to others does not answer the contact, who keeps waiting', () => {
  const mail = { to: [{ address: 'repairs@x.example' }] }
  const command = { ...send, message: { ...send.message, mail } }
  const decided = decide(command, inStatus.ongoing(), noon)
  if (!decided.ok || decided.value === unchanged) throw new Error('not sent')
  expect(decided.value.next.answeredAt).toBeUndefined()
  expect(decided.value.message).not.toHaveProperty('firstResponseMs')
  expect(decided.value).toMatchObject({ deliver: true })
})
