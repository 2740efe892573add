import { describe, expect, test } from '@jest/globals'
import { senderOf } from './sender.ts'

const pathsOf = (told: Omit<Parameters<typeof senderOf>[0], 'id'>) =>
  senderOf({ id: '+55', ...told }).warnings.map(({ path }) => path)

describe('what is said about a sender', () => {
  test('is stored if possible', () => {
    const told = {
      name: ' José\u202e ',
      email: 'bounce+a=b@example.org',
      phone: '+55 11',
      avatarUrl: 'https://cdn.example/1.png',
      attributes: { plan: 'gold', age: 7, vip: true }
    }
    expect(senderOf({ id: '+55', ...told })).toEqual({ contact: { id: '+55', ...told, name: 'José' }, warnings: [] })
  })

  test.each([
    ['a name without visible characters', { name: '\u3164' }, 'body.contact.name'],
    ['an empty name', { name: '' }, 'body.contact.name'],
    ['a name that is too long', { name: 'a'.repeat(201) }, 'body.contact.name'],
    ['an invalid address', { email: 'ana at example' }, 'body.contact.email'],
    ['a number as a phone', { phone: 5511 }, 'body.contact.phone'],
    ['a picture that is a script', { avatarUrl: 'javascript:alert(1)' }, 'body.contact.avatarUrl'],
    ['a list of attributes', { attributes: ['gold'] }, 'body.contact.attributes'],
    ['an attribute with a hostile name', { attributes: { constructor: 1 } }, 'body.contact.attributes.constructor'],
    ['a nested attribute', { attributes: { plan: { $gt: '' } } }, 'body.contact.attributes.plan']
  ])('is left out, and the answer says so: %s', (_what, told, path) => {
    const { contact, warnings } = senderOf({ id: '+55', ...told })
    expect(warnings).toEqual([{ path, message: expect.stringMatching(/^left out: ./) }])
    expect(contact).toMatchObject({ id: '+55' })
    expect(Object.values(contact.attributes ?? {})).toEqual([])
    expect(contact).not.toHaveProperty(path.split('.')[2] === 'attributes' ? 'name' : path.split('.')[2]!)
  })

  test('their other ids are stored if valid, without duplicates', () => {
    const { contact, warnings } = senderOf({ id: '+55', aliases: ['BR.1', '+55', 7, 'with space', 'BR.1'] })
    expect(contact).toEqual({ id: '+55', aliases: ['BR.1'] })
    expect(warnings.map(({ path }) => path)).toEqual(['body.contact.aliases.2', 'body.contact.aliases.3'])
    expect(pathsOf({ aliases: 'BR.1' })).toEqual(['body.contact.aliases'])
    expect(pathsOf({ aliases: Array.from({ length: 21 }, (_, n) => `a${n}`) })).toEqual(['body.contact.aliases'])
  })

  test('null counts as nothing, and of too many attributes the first are stored', () => {
    expect(pathsOf({ name: null, email: null, attributes: null })).toEqual([])
    expect(pathsOf({ attributes: { plan: null } })).toEqual([])
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`a${n}`, n]))
    const { contact, warnings } = senderOf({ id: '+55', attributes: many })
    expect(Object.keys(contact.attributes ?? {})).toHaveLength(50)
    expect(warnings).toHaveLength(1)
  })
})
