import { get } from 'node:http'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { answerJson } from './http.ts'
import { createPages } from './pages.ts'
import { type Served, serve } from './serve.ts'

let served: Served

beforeAll(async () => {
  const pages = await createPages({
    path: '/page',
    folder: new URL('./', import.meta.url),
    async api(_request, response, path) {
      if (path === '/fails') throw new Error('away')
      answerJson(response, 200, { path })
    }
  })
  served = await serve((request, response) => {
    if (!pages(request, response, new URL(request.url!, 'http://any').pathname)) response.writeHead(418).end()
  })
})
afterAll(async () => served[Symbol.asyncDispose]())

/** A browser would not let `host` be set. */
const status = (path: string, headers: Record<string, string> = {}) =>
  new Promise<number>((resolve, reject) => {
    const { port } = new URL(served.url)
    const asked = get({ host: '127.0.0.1', port, path, headers }, answer => resolve(answer.resume().statusCode!))
    asked.on('error', reject)
  })

test('a page has the files of its folder and those of every page, and may load nothing else', async () => {
  expect(await Promise.all(['/page/pages.ts', '/page/page.css', '/page/page.js'].map(path => status(path)))).toEqual([
    ...[200, 200, 200]
  ])
  const answer = await fetch(`${served.url}/page/page.js`)
  expect(answer.headers.get('content-type')).toBe('text/javascript')
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/)
  expect(await Promise.all(['/page/..%2fpackage.json', '/page/secret', '/pages'].map(path => status(path)))).toEqual([
    ...[404, 404, 418]
  ])
})

test('only programs and pages of this machine may call what a page calls, whatever name they call it by', async () => {
  const calls = [{}, { origin: served.url, host: new URL(served.url).host }]
  expect(await Promise.all(calls.map(headers => status('/page/api/x', headers)))).toEqual([200, 200])
  const others = [{ origin: 'https://example.org' }, { origin: 'null' }, { host: 'rebound.example.org' }]
  expect(await Promise.all(others.map(headers => status('/page/api/x', headers)))).toEqual([403, 403, 403])
})

test('a call that fails is answered with what went wrong', async () => {
  const answer = await fetch(`${served.url}/page/api/fails`)
  expect([answer.status, await answer.json()]).toEqual([500, { error: 'Error: away' }])
})
