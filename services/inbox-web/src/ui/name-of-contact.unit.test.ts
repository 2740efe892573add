import { expect, test } from '@jest/globals'
import { nameOfContact } from './name-of-contact.ts'

const words = { visitor: (mark: string) => `Visitor ${mark}`, erased: 'Erased contact' }
const externalId = '01a22965-46c1-7158-8d3e-5f0b1c2d9e4f'

test('a visitor about whom nothing is known has a name that people can say', () => {
  expect(nameOfContact({ id: 'c', externalId }, words)).toBe('Visitor 9e4f')
})

test('what is known about a contact is ordered: a name, a phone number, an address, the id at the provider', () => {
  const contact = { id: 'c', externalId, email: 'ana@example.org' }
  expect(nameOfContact({ ...contact, phone: '+55 11 5550 0100', name: 'Ana' }, words)).toBe('Ana')
  expect(nameOfContact({ ...contact, phone: '+55 11 5550 0100' }, words)).toBe('+55 11 5550 0100')
  expect(nameOfContact(contact, words)).toBe('ana@example.org')
  expect(nameOfContact({ id: 'c', externalId: '5511999990000' }, words)).toBe('5511999990000')
})

test('an erased contact has no name of their own', () => {
  expect(nameOfContact({ id: 'c', externalId: '', erasedAt: '2030-01-01T00:00:00Z' }, words)).toBe('Erased contact')
})
