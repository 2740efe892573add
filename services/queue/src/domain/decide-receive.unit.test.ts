import { describe, expect, it } from '@jest/globals'
import { after, enqueued, inStatus, noon } from '../../test/builders.ts'
import type { Conversation } from './conversation.ts'
import { decideExpire } from './decide-end.ts'
import { begin, decideReceive, type Receive } from './decide-receive.ts'
import { unchanged } from './decision.ts'

const HOUR = 3_600_000
const web = { id: 'web', kind: 'webchat', name: 'Site', session: { kind: 'attended' } } as const
const whatsapp = { id: 'wa', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } } as const

const receive = (change: Partial<Receive> = {}, sentAt = noon): Receive => ({
  message: {
    id: 'm1',
    conversationId: 'new',
    direction: 'inbound',
    author: { kind: 'contact' },
    content: { type: 'text', text: 'hello' },
    sentAt: sentAt.toISOString(),
    receivedAt: noon.toISOString()
  },
  contact: { id: 'con', externalId: '+55' },
  channel: whatsapp,
  departmentId: 'sales',
  priority: 0,
  attended: true,
  botsTurn: false,
  ownerPresent: true,
  standardWindowMs: 24 * HOUR,
  newId: 'new',
  referenceNumber: '20260302-NEW00000',
  ...change
})

/** The conversation after the message joined it. */
function joined(command: Receive, state: Conversation, now = noon) {
  const received = decideReceive(command, state, now)
  if (received.kind !== 'joins' || !received.decided.ok || received.decided.value === unchanged)
    throw new Error(received.kind)
  return received.decided.value
}

describe('a message of a contact whose conversation is live', () => {
  it.each([inStatus.queued(), inStatus.offered(), inStatus.ongoing(), inStatus.pending()])(
    'is appended without changing status, position or load ($status)',
    state => {
      const { next, step } = joined(receive({}, after(HOUR)), state, after(HOUR))
      expect(next).toMatchObject({
        status: state.status,
        enqueuedAt: state.enqueuedAt,
        unread: 2,
        lastMessage: { preview: 'hello' }
      })
      expect(step).toBeUndefined()
      expect(next.window?.expiresAt).toEqual(after(25 * HOUR))
    }
  )

  it('makes a parked conversation that would come back by itself due at once', () => {
    for (const before of [{}, { at: after(HOUR) }]) {
      const parked = { ...inStatus.pending(), comesBack: before } as Conversation
      expect(joined(receive(), parked).next).toMatchObject({ status: 'pending', comesBack: { at: noon, wrote: true } })
    }
    expect(joined(receive(), inStatus.pending()).next).not.toHaveProperty('comesBack')
  })

  it('never shortens the window when it arrives late', () => {
    const { next } = joined(receive({}, after(-5 * HOUR)), inStatus.queued())
    expect(next.window).toEqual(inStatus.queued().window)
  })

  it('shows what is known about the contact by now', () => {
    const contact = { id: 'con', externalId: '+55', name: 'Bia', email: 'b@x.org' }
    expect(joined(receive({ contact }), inStatus.queued()).next.contact).toEqual(contact)
  })

  it('T11: goes back to Queue, at its old position, when the owner of a pending one is gone', () => {
    const { next, step } = joined(receive({ ownerPresent: false }), inStatus.pending())
    expect(next).toMatchObject({ status: 'queued', preferredAgentId: 'ana', enqueuedAt: enqueued })
    expect(step).toMatchObject({ rule: 'T11' })
  })

  it.each([inStatus.queued({ channel: web }), inStatus.pending({ channel: web })])(
    'T13: makes a web chat inactive when the department is unattended ($status)',
    state => {
      const { next, step } = joined(receive({ attended: false, ownerPresent: false }), state)
      expect(next).toMatchObject({ status: 'inactive', reason: 'unattended', unread: 2 })
      expect(step).toMatchObject({ rule: 'T13' })
    }
  )

  it('leaves an ongoing web chat alone when the department is unattended', () => {
    expect(joined(receive({ attended: false }), inStatus.ongoing({ channel: web })).next.status).toBe('ongoing')
  })
})

describe('a message of a contact whose conversation is inactive', () => {
  const old = (change = {}) => inStatus.inactive({ window: { expiresAt: noon }, ...change })

  it('T14: reinstates it if the provider received it before the window ended', () => {
    const { next, step } = joined(receive({}, after(-1)), old(), after(HOUR))
    expect(next).toMatchObject({
      status: 'queued',
      referenceNumber: '20260302-ABCDEFGH',
      window: { expiresAt: after(24 * HOUR - 1) }
    })
    expect(step).toMatchObject({ rule: 'T14', cause: 'reinstated' })
  })

  it('T14: only joins it, still inactive, if the window it would open is over too', () => {
    expect(joined(receive({}, after(-1)), old(), after(25 * HOUR))).toMatchObject({ next: { status: 'inactive' } })
  })

  it('is superseded by the next message after the provider refused, whatever its end was before', () => {
    const refused = decideExpire({ type: 'expire', refused: true }, inStatus.ongoing(), noon)
    if (!refused.ok || refused.value === unchanged) throw new Error('not refused')
    const closed = refused.value.next
    expect(closed).toMatchObject({ status: 'inactive', window: { expiresAt: noon } })
    const next = decideReceive(receive({}, after(HOUR)), closed, after(HOUR))
    expect(next.kind).toBe('supersedes')
    expect(begin(receive({}, after(HOUR)), null, after(HOUR)).next).toMatchObject({
      status: 'queued',
      window: { expiresAt: after(25 * HOUR) }
    })
  })

  it('T15: supersedes it if it was written at or after the end', () => {
    const received = decideReceive(receive({}, noon), old(), noon)
    expect(received).toMatchObject({
      kind: 'supersedes',
      decided: { value: { next: { status: 'closed', reason: 'superseded' } } }
    })
  })

  it('joins an unattended web chat that is still unattended', () => {
    const { next } = joined(
      receive({ attended: false, channel: web }),
      inStatus.inactive({ channel: web }, 'unattended')
    )
    expect(next).toMatchObject({ status: 'inactive', reason: 'unattended', unread: 2 })
  })

  it('T15: supersedes an unattended web chat once somebody is there again', () => {
    const received = decideReceive(receive({ channel: web }), inStatus.inactive({ channel: web }, 'unattended'), noon)
    expect(received.kind).toBe('supersedes')
  })
})

describe('a first message', () => {
  it('T1: begins a conversation that waits, with a window from the provider’s time', () => {
    const { next, step } = begin(receive({}, after(-HOUR)), null, noon)
    expect(next).toMatchObject({
      status: 'queued',
      enqueuedAt: noon,
      unread: 1,
      window: { expiresAt: after(23 * HOUR) }
    })
    expect(step).toMatchObject({ rule: 'T1', from: null })
  })

  it('T1: is linked to the closed conversation before it', () => {
    expect(decideReceive(receive(), inStatus.closed(), noon)).toEqual({ kind: 'begins' })
    expect(begin(receive(), inStatus.closed(), noon).next).toMatchObject({
      previousConversationId: 'conv'
    })
  })

  it('T1: is acknowledged at once, if its adapter asks for that and the window is still open', () => {
    const acknowledgement = { messageId: 'told', text: 'We have it.' }
    expect(begin(receive({ acknowledgement }), null, noon).notice).toMatchObject({
      ...{ id: 'told', conversationId: 'new', author: { kind: 'system' }, content: { text: 'We have it.' } }
    })
    expect(begin(receive({ acknowledgement }), null, after(25 * HOUR)).notice).toBeUndefined()
    expect(begin(receive(), null, noon).notice).toBeUndefined()
    expect(joined(receive({ acknowledgement }), inStatus.queued()).notice).toBeUndefined()
  })

  it('T2: is inactive if its window ends at this very instant', () => {
    expect(begin(receive({}, after(-24 * HOUR)), null, noon).next).toMatchObject({
      status: 'inactive',
      reason: 'windowExpired'
    })
  })

  it('T2: of web chat is inactive if nobody could answer', () => {
    expect(begin(receive({ channel: web, attended: false }), null, noon).next).toMatchObject({ reason: 'unattended' })
  })

  it('T1: has a window as long as its channel’s, half-open at its end', () => {
    const short = { ...whatsapp, session: { kind: 'window', hours: 0.5 } } as const
    expect(begin(receive({ channel: short }), null, noon).next.window).toEqual({ expiresAt: after(HOUR / 2) })
    expect(begin(receive({ channel: short }, after(1 - HOUR / 2)), null, noon).next.status).toBe('queued')
    expect(begin(receive({ channel: short }, after(-HOUR / 2)), null, noon).next.status).toBe('inactive')
  })

  it('on an attended channel has no window that could end', () => {
    expect(begin(receive({ channel: web }), null, noon).next).not.toHaveProperty('window')
  })

  it('on a channel without a window waits whether attended or not', () => {
    const email = { id: 'mail', kind: 'email', name: 'Mail', session: { kind: 'none' } } as const
    expect(begin(receive({ channel: email, attended: false }), null, noon).next).not.toHaveProperty('window')
  })
})
