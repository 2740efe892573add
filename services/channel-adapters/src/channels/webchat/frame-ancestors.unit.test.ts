import { expect, test } from '@jest/globals'
import { frameAncestors } from './frame-ancestors.ts'

test.each([
  ['a domain may show the chat over TLS, on any port', 'example.org', 'https://example.org:*'],
  [
    'several may, however they are written',
    ' Example.org,shop.example.com ',
    'https://example.org:* https://shop.example.com:*'
  ],
  ['all subdomains of a domain may', '*.example.org', 'https://*.example.org:*'],
  [
    'this machine needs no TLS',
    'localhost,127.0.0.1',
    'https://localhost:* http://localhost:* https://127.0.0.1:* http://127.0.0.1:*'
  ],
  ['nor do names on local networks', 'shop.internal', 'https://shop.internal:* http://shop.internal:*'],
  ['if none is listed, everybody may', undefined, '*'],
  ['a star means everybody', 'example.org, *', '*'],
  ['what is not a domain is ignored', 'a*b.example.org,example.org', 'https://example.org:*'],
  ['and if nothing else is listed, nobody may', '*.*', "'none'"],
  ['no separator gets into the policy', 'example.org; script-src *', "'none'"]
])('%s', (_, domains, sources) => {
  expect(frameAncestors(domains)).toBe(sources)
})
