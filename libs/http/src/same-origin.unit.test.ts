import { expect, test } from '@jest/globals'
import { isSameOrigin } from './same-origin.ts'

const host = 'inbox.example'

test.each([
  ['programs, which send neither header', { host }, true],
  ['our own pages', { host, origin: 'https://inbox.example', 'sec-fetch-site': 'same-origin' }, true],
  ['an allowed origin', { host, origin: 'https://app.example', 'sec-fetch-site': 'cross-site' }, true],
  ['a foreign page', { host, origin: 'https://evil.example' }, false],
  ['the same host on another port', { host, origin: 'https://inbox.example:8443' }, false],
  ['a page without origin', { host, origin: 'null' }, false],
  ['a foreign page whose browser sends no Origin', { host, 'sec-fetch-site': 'cross-site' }, false],
  ['a sibling domain', { host, 'sec-fetch-site': 'same-site' }, false]
])('of %s', (_, headers, allowed) => {
  expect(isSameOrigin(headers, ['https://app.example'])).toBe(allowed)
})
