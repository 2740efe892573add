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

/** `fetch` does not allow setting `host`. */
const status = (path: string, headers: Record<string, string> = {}) =>
  new Promise<number>((resolve, reject) => {
    const { port } = new URL(served.url)
    const asked = get({ host: '127.0.0.1', port, path, headers }, answer => resolve(answer.resume().statusCode!))
    asked.on('error', reject)
  })

test('a page may load the files of its folder and the common ones, and nothing else', async () => {
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

test('only programs and pages on this machine may call the API of a page, whatever host name they use', async () => {
  const calls = [{}, { origin: served.url, host: new URL(served.url).host }]
  expect(await Promise.all(calls.map(headers => status('/page/api/x', headers)))).toEqual([200, 200])
  const others = [{ origin: 'https://example.org' }, { origin: 'null' }, { host: 'rebound.example.org' }]
  expect(await Promise.all(others.map(headers => status('/page/api/x', headers)))).toEqual([403, 403, 403])
})

test('a failed call is answered with the error', async () => {
  const answer = await fetch(`${served.url}/page/api/fails`)
  expect([answer.status, await answer.json()]).toEqual([500, { error: 'Error: away' }])
})
