import { describe, expect, it } from '@jest/globals'
import { after, inStatus, noon } from '../../test/builders.ts'
import type { Conversation } from './conversation.ts'
import { decide } from './decide.ts'

const contact = { id: 'con', externalId: '+55', name: 'Beatriz' }
const open = [
  inStatus.queued(),
  inStatus.offered(),
  inStatus.ongoing(),
  inStatus.pending(),
  inStatus.inactive()
] as const

describe('what is known about the contact', () => {
  it.each(open)('is shown in a conversation that is $status, and nothing else changes', state => {
    const shown = decide({ type: 'showContact', contact }, state, noon)
    expect(shown).toEqual({ ok: true, value: { next: { ...state, contact } } })
  })

  it('loses what is no longer known', () => {
    const state = inStatus.queued({ contact: { ...contact, email: 'typo@x.org' } })
    expect(decide({ type: 'showContact', contact }, state, noon)).toMatchObject({ value: { next: { contact } } })
  })

  it('changes nothing if it is shown already, or if the conversation is closed', () => {
    expect(decide({ type: 'showContact', contact }, inStatus.queued({ contact }), noon)).toMatchObject({
      value: 'unchanged'
    })
    expect(decide({ type: 'showContact', contact }, inStatus.closed(), noon)).toMatchObject({ value: 'unchanged' })
  })
})

describe('tags', () => {
  it.each([...open, inStatus.closed()])('of a conversation that is $status are replaced, without duplicates', state => {
    const tagged = decide({ type: 'tag', tags: ['vip', 'new', 'vip'] }, state, noon)
    expect(tagged).toEqual({ ok: true, value: { next: { ...state, tags: ['vip', 'new'] } } })
  })

  it('that are the same change nothing', () => {
    const state = inStatus.queued({ tags: ['vip', 'new'] })
    expect(decide({ type: 'tag', tags: ['vip', 'new'] }, state, noon)).toMatchObject({ value: 'unchanged' })
  })
})

describe('a read marker', () => {
  const read = (agentId: string, state: (typeof open)[number]) => decide({ type: 'read', agentId }, state, noon)

  it.each([inStatus.offered(), inStatus.ongoing(), inStatus.pending()])(
    'of a $status conversation is set by its agent, and by nobody else',
    state => {
      expect(read('ana', state)).toMatchObject({ value: { next: { unread: 0, status: state.status } } })
      expect(read('boss', state)).toMatchObject({ value: 'unchanged' })
    }
  )

  it('is not set by a glance at what waits, but by any look at what has ended', () => {
    expect(read('ana', inStatus.queued())).toMatchObject({ value: 'unchanged' })
    expect(read('ana', inStatus.inactive())).toMatchObject({ value: { next: { unread: 0 } } })
  })
})

describe('the contact’s rating', () => {
  const rating = { stars: 4, at: noon.toISOString() }
  const rate = (state: Conversation, now = noon) => decide({ type: 'rate', rating }, state, now)
  const asked = (until: Date) => ({ ...inStatus.closed({ startedAt: noon }), ratable: { until } }) as Conversation

  it('is stored once, after the conversation is over, and published; the contact is not asked again', () => {
    const { ratable, ...rated } = asked(after(1)) as Conversation & { ratable: unknown }
    expect(rate(asked(after(1)))).toEqual({ ok: true, value: { next: { ...rated, rating }, rating } })
    expect(rate({ ...asked(after(1)), rating: { ...rating, stars: 1 } })).toEqual({ ok: true, value: 'unchanged' })
  })

  it('counts if it was given in time, however late it arrives here', () => {
    expect(rate(asked(after(1)), after(60_000))).toMatchObject({ ok: true })
    expect(rate(asked(noon))).toMatchObject({ ok: false, error: { code: 'illegal-transition' } })
  })

  it.each([...open, inStatus.closed({ startedAt: noon })])(
    'is not stored for a $status conversation in which it was not asked for',
    state => {
      expect(rate(state)).toMatchObject({ ok: false, error: { code: 'illegal-transition' } })
    }
  )

  it('is not stored for a contact who is erased', () => {
    const state = asked(after(1))
    expect(rate({ ...state, contact: { ...state.contact, erasedAt: noon.toISOString() } })).toMatchObject({
      value: 'unchanged'
    })
  })
})

it('a contact with the names already shown changes nothing', () => {
  const known = () => ({ ...contact, aliases: ['BR.1', '+55'] })
  const shows = { type: 'showContact', contact: known() } as const
  expect(decide(shows, inStatus.queued({ contact: known() }), noon)).toMatchObject({ value: 'unchanged' })
  expect(decide(shows, inStatus.queued({ contact }), noon)).toMatchObject({ value: { next: { contact: known() } } })
})
