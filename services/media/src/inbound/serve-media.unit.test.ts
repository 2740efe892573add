import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { typeOf } from '../domain/media-type.ts'
import { headersOf, serveMedia } from './serve-media.ts'

const bytes = { read: async () => Readable.from([Buffer.from('<p>')]) }
const request = { method: 'GET', headers: {} } as IncomingMessage

async function headersFor(mimeType: string, way: 'shown' | undefined) {
  const facts = { id: 'm', mimeType, size: 3, sha256: 'x', name: 'mail.html' }
  const served = await serveMedia(facts, way, request, bytes)
  return served.ok ? (served.value.beside.headers ?? {}) : {}
}

test.each([
  ['a program that claims to be a document', 'application/x-msdownload', 'application/pdf'],
  ['a script, which its bytes do not reveal', undefined, 'application/x-sh'],
  ['a page', undefined, 'text/html'],
  ['something that claims to be a document and is not', undefined, 'application/pdf']
])('a file with two extensions is downloaded under its full name, and opened nowhere: %s', (_, judged, claimed) => {
  const facts = { id: 'm', mimeType: typeOf(judged, claimed), size: 3, sha256: 'x', name: 'invoice.pdf.exe' }
  expect(headersOf(facts, undefined)).toMatchObject({
    'content-disposition': `attachment; filename="invoice.pdf.exe"; filename*=UTF-8''invoice.pdf.exe`,
    'x-content-type-options': 'nosniff'
  })
})

describe('the HTML of an email', () => {
  test('is a page that runs nothing, sends nothing and loads nothing from elsewhere', async () => {
    const headers = await headersFor('text/html', 'shown')
    expect(headers['content-disposition']).toMatch(/^inline;/)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    const policy = String(headers['content-security-policy'])
    const [sandbox, ...others] = policy.split('; ')
    // its links open in a tab without access to ours
    expect(sandbox).toBe('sandbox allow-popups allow-popups-to-escape-sandbox')
    expect(others.slice(0, 2)).toEqual(["default-src 'none'", "img-src 'self' data:"])
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin|allow-forms|allow-top/)
  })

  test('with a form or a meta refresh in it sends nothing and leads nowhere: the sandbox allows neither', async () => {
    const policy = String((await headersFor('text/html', 'shown'))['content-security-policy'])
    expect(policy.split('; ')).toEqual(expect.arrayContaining(["form-action 'none'", "base-uri 'none'"]))
  })

  test('can only be downloaded from an address that was not made for showing it', async () => {
    expect((await headersFor('text/html', undefined))['content-disposition']).toMatch(/^attachment;/)
  })

  test('is the only thing shown that way: a drawing with scripts in it is downloaded', async () => {
    expect((await headersFor('image/svg+xml', 'shown'))['content-disposition']).toMatch(/^attachment;/)
  })
})
