import { describe, expect, it } from '@jest/globals'
import { after, noon } from '../../test/builders.ts'
import {
  attributesOf,
  type ContactState,
  contactIdOf,
  edited,
  type Facts,
  goesBy,
  heard,
  isOlder,
  isShown,
  joinedWith,
  named,
  refOf
} from './contact.ts'

const channel = { id: 'wa', kind: 'whatsapp', name: 'WhatsApp' } as const
const news = (facts: Facts, sentAt = noon) => ({ id: 'con', channel, externalId: '+55', facts, sentAt })
const contact = (...facts: Facts[]) =>
  facts.reduce<ContactState | null>((known, told) => heard(known, news(told), noon), null)!

describe('a contact', () => {
  it('keeps what was known when a later message says less', () => {
    const known = contact(
      { name: 'Bia', attributes: { plan: 'gold' } },
      { email: 'b@x.org', attributes: { vip: true } }
    )
    expect(refOf(known)).toEqual({ id: 'con', externalId: '+55', name: 'Bia', email: 'b@x.org' })
    expect(attributesOf(known)).toEqual({ plan: 'gold', vip: true })
  })

  it('takes what the newest message says, whatever the order of arrival', () => {
    const first = news({ name: 'Beatriz', phone: '1' }, noon)
    const second = news({ name: 'Bia' }, after(1000))
    const inOrder = heard(heard(null, first, noon), second, noon)
    const shuffled = heard(heard(null, second, noon), first, noon)
    expect(refOf(inOrder)).toEqual({ id: 'con', externalId: '+55', name: 'Bia', phone: '1' })
    expect(shuffled.told).toEqual(inOrder.told)
  })

  it('shows what agents say rather than what the channel says later, field by field', () => {
    const corrected = edited(contact({ name: 'bia_99', phone: '1' }), { name: 'Bia', attributes: { vip: false } })
    const later = heard(
      corrected,
      news({ name: 'bia_00', phone: '2', attributes: { vip: true, city: 'Recife' } }),
      noon
    )
    expect(refOf(later)).toMatchObject({ name: 'Bia', phone: '2' })
    expect(attributesOf(later)).toEqual({ vip: false, city: 'Recife' })
  })

  it('loses a field that an agent removed, even if the channel reports it again', () => {
    const known = contact({ name: 'Bia', email: 'typo@x.org', attributes: { plan: 'gold' } })
    const removed = edited(known, { email: null, attributes: { plan: null } })
    const later = heard(removed, news({ email: 'typo@x.org', attributes: { plan: 'gold' } }), noon)
    expect(refOf(later)).toEqual({ id: 'con', externalId: '+55', name: 'Bia' })
    expect(attributesOf(later)).toEqual({})
  })

  it('need not be fetched when a message says only what is shown already', () => {
    const ref = refOf({
      ...contact({ name: 'Bia', email: 'b@x.org' }),
      id: contactIdOf('wa', '+55'),
      aliases: ['BR.1']
    })
    const shows = (told: object) => isShown({ id: '+55', ...told }, 'wa', ref)
    expect(shows({ name: 'Bia' })).toBe(true)
    expect(shows({ aliases: ['BR.1'] })).toBe(true)
    expect(shows({ name: 'Beatriz' })).toBe(false)
    expect(shows({ name: 'Bia', phone: '1' })).toBe(false)
    expect(shows({ attributes: {} })).toBe(false)
    expect(shows({ id: 'BR.1' })).toBe(false)
    expect(shows({ aliases: ['BR.1', 'BR.2'] })).toBe(false)
  })

  it('takes over what was known about a contact who turns out to be the same person, and keeps agents’ corrections', () => {
    const id = contactIdOf('wa', '+55')
    const older = edited({ ...contact({ name: 'bia', phone: '1' }), id }, { name: 'Bia' })
    const other = { ...contact({ name: 'b', email: 'b@x.org' }), externalId: 'BR.1', toldAt: after(1) }
    const joined = joinedWith(older, edited(other, { name: 'Beatriz', phone: '2' }))
    expect(refOf(joined)).toEqual({ id, externalId: 'BR.1', name: 'Bia', email: 'b@x.org', phone: '2' })
    expect(joined.told.name).toBe('b')
    expect(goesBy(joined, 'wa', ['+55'])).toBe(true)
    expect(goesBy(joined, 'wa', ['BR.1'])).toBe(false)
    expect(named(named(joined, ['+55', 'BR.1']), ['+55']).aliases).toEqual(['+55', 'BR.1'])
    expect(goesBy(named(joined, ['BR.1']), 'wa', ['+55', 'BR.1'])).toBe(true)
    expect([
      isOlder(older, { ...other, createdAt: after(1) }),
      isOlder({ ...older, id: 'b' }, { ...other, id: 'a' })
    ]).toEqual([true, false])
  })

  it('has a limited number of attributes: those known longest', () => {
    const many = (prefix: string) => Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`${prefix}${n}`, n]))
    const names = Object.keys(attributesOf(contact({ attributes: many('a') }, { attributes: many('b') })))
    expect([names.length, names[79], names[99]]).toEqual([100, 'a79', 'b19'])
  })
})
