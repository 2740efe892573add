import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { serveMedia } from './serve-media.ts'

const bytes = { read: async () => Readable.from([Buffer.from('<p>')]) }
const request = { method: 'GET', headers: {} } as IncomingMessage

async function headersFor(mimeType: string, way: 'shown' | undefined) {
  const facts = { id: 'm', mimeType, size: 3, sha256: 'x', name: 'mail.html' }
  const served = await serveMedia(facts, way, request, bytes)
  return served.ok ? (served.value.beside.headers ?? {}) : {}
}

describe('the HTML of a mail', () => {
  test('is a page that runs nothing, sends nothing and loads nothing from elsewhere', async () => {
    const headers = await headersFor('text/html', 'shown')
    expect(headers['content-disposition']).toMatch(/^inline;/)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/^sandbox; default-src 'none'; img-src 'self' data:;/)
    expect(policy).not.toMatch(/allow-|script-src|http/)
  })

  test('is only downloaded by an address that was not made for showing it', async () => {
    expect((await headersFor('text/html', undefined))['content-disposition']).toMatch(/^attachment;/)
  })

  test('is the only thing that is shown so: a drawing with scripts in it is downloaded', async () => {
    expect((await headersFor('image/svg+xml', 'shown'))['content-disposition']).toMatch(/^attachment;/)
  })
})
