import { expect, test } from '@jest/globals'
import { addressed } from './virtual-agent.ts'

test.each([
  ['Olá, {name}! Aqui é {agent}.', 'Inês Magalhães', 'Olá, Inês! Aqui é Ana.'],
  ['Olá, {name}! Aqui é {agent}.', undefined, 'Olá! Aqui é Ana.'],
  ['Buenas, {name}. Te atiende {agent}.', undefined, 'Buenas. Te atiende Ana.']
])('a virtual agent addresses in %j somebody called %s', (text, contact, said) => {
  expect(addressed(text, contact, 'Ana')).toBe(said)
})
