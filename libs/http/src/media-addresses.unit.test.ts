import type { Mail } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { createMediaAddresses } from './media-addresses.ts'

const now = new Date('2026-03-02T10:00:00Z')
const addresses = createMediaAddresses('http://media.example', 'a-secret-of-at-least-32-characters')
const message = {
  content: { type: 'text' as const, text: 'Hello' },
  mail: { html: { mediaId: 'h' }, raw: { mediaId: 'r' } }
}

const callOf = (url: string) => {
  const { pathname, searchParams } = new URL(url)
  const [, , id = '', name = ''] = pathname.split('/')
  return { params: { id, name }, query: Object.fromEntries(searchParams) as never }
}

describe('the addresses of an email', () => {
  test('lead to its HTML as a page, and to the whole email only for download: nobody can turn one into the other', () => {
    const { mail } = addresses.inMessage<{ content: typeof message.content; mail: Mail }>(message, now)
    const [html, raw] = [new URL(mail.html!.url!), new URL(mail.raw!.url!)]
    expect([html.searchParams.get('shown'), raw.searchParams.get('shown')]).toEqual(['1', null])
    expect([html, raw].map(({ href }) => addresses.isGood(callOf(href), now))).toEqual([true, true])
    html.searchParams.delete('shown')
    raw.searchParams.set('shown', '1')
    expect([html, raw].map(({ href }) => addresses.isGood(callOf(href), now))).toEqual([false, false])
  })
  test('of a remote picture lead only to that one, and as long as the page that shows it', () => {
    const expires = now.getTime() + 1000
    const picture = new URL(addresses.remoteOf({ id: 'h' }, 'https://a.example/x.png', expires))
    expect(addresses.isGood(callOf(picture.href), now)).toBe(true)
    expect(addresses.isGood(callOf(picture.href), new Date(expires))).toBe(false)
    picture.searchParams.set('remote', 'https://b.example/x.png')
    expect(addresses.isGood(callOf(picture.href), now)).toBe(false)
    const page = new URL(
      addresses.inMessage<{ content: typeof message.content; mail: Mail }>(message, now).mail.html!.url!
    )
    page.searchParams.set('images', '1')
    page.searchParams.delete('shown')
    expect(addresses.isGood(callOf(page.href), now)).toBe(false)
  })
})

test('files that are no longer kept have no addresses', () => {
  const content = { type: 'image' as const, mediaId: 'p', mimeType: 'image/png', width: 1 }
  const gone = { content, mail: { ...message.mail, attachments: [{ mediaId: 'a', mimeType: 'a/b' }] }, mediaGone: true }
  expect(addresses.inMessage(gone, now)).toEqual(gone)
})

test('an address is valid as long as the secret that signed it is accepted', () => {
  const by = (secrets: string) => createMediaAddresses('http://media.example', secrets)
  const call = callOf(by('old').of({ id: 'a', name: 'b.png' }, now))
  expect(['new,old', 'old,new', 'new'].map(secrets => by(secrets).isGood(call, now))).toEqual([true, true, false])
})
