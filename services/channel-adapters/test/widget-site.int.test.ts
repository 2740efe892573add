import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import type { ChannelAccount } from '@inbox/contracts'
import { createServiceCallers, type HttpServer, startHttpServer } from '@inbox/http'
import { createLogger } from '@inbox/telemetry'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { widgetSite } from '../src/channels/webchat/site.ts'

const TITLE = 'Ana\'s </script><b>"$&"'
const accounts = new Map<string, ChannelAccount>()
const account = (id: string, more: Partial<ChannelAccount> = {}) =>
  accounts.set(id, {
    id,
    version: 1,
    kind: 'webchat',
    active: true,
    departmentId: 'sales',
    settings: {},
    ...more
  } as ChannelAccount)

let folder: string
let http: HttpServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'widget-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'loader.js'), 'show(__WIDGET_CONFIG__)')
  await writeFile(join(folder, 'frame.html'), '<!doctype html><meta name="channel" content="__WIDGET_CONFIG__">')
  await writeFile(join(folder, 'assets/frame-1a2b.js'), 'start()')
  account('shop', {
    settings: { title: TITLE, color: '#1a73e8', greeting: 'Hi', identityKey: 'secret', allowedDomains: 'example.org' }
  })
  account('closed', { active: false })
  account('phone', { kind: 'whatsapp' })
  http = await serve(folder)
})
afterAll(async () => {
  await http?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** The websites that showed a chat. */
const seen: [string, string][] = []
const serve = (from: string) =>
  startHttpServer({
    ...{ port: 0, host: '127.0.0.1', routes: [], notReady: () => [] },
    authenticate: createServiceCallers('service-token-secret-of-the-tests-123', 'required'),
    logger: createLogger('tests', 'silent'),
    extend: widgetSite({ accounts, shown: (channelId, origin) => seen.push([channelId, origin]), folder: from })
  })
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${http.url}/webchat/${path}`, { headers })

describe('the script that websites embed', () => {
  test('contains what is known about its channel and no secret, whatever its title contains', async () => {
    const answer = await get('shop/widget.js')
    const text = await answer.text()
    const shown: unknown[] = []
    runInNewContext(text, { show: (config: unknown) => shown.push(config) })
    expect(shown).toEqual([{ channelId: 'shop', title: TITLE, color: '#1a73e8' }])
    expect(text).not.toContain('secret')
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  test('may be loaded by any site, and is soon requested again', async () => {
    const { headers } = await get('shop/widget.js')
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(headers.get('cache-control')).toBe('public, max-age=300')
    // fetch would by itself request a new one
    const known = { 'if-none-match': headers.get('etag')!, 'cache-control': 'max-age=0' }
    expect((await get('shop/widget.js', known)).status).toBe(304)
    account('shop', { settings: { ...accounts.get('shop')!.settings, color: '#000000' } })
    expect((await get('shop/widget.js', known)).status).toBe(200)
  })
})

describe('the page in the frame', () => {
  test('may be shown by the sites that the channel allows, and loads scripts only from here', async () => {
    const { headers } = await get('shop/frame')
    const policy = headers.get('content-security-policy')!
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", 'frame-ancestors https://example.org:*'])
    )
    expect(policy).not.toContain('unsafe')
    // it can name one site at most, and would forbid the others
    expect(headers.get('x-frame-options')).toBeNull()
  })

  test('contains its channel as text', async () => {
    const page = await (await get('shop/frame')).text()
    const content = /content="([^"]*)"/.exec(page)![1]!
    expect(page).not.toContain('<b>')
    const unescaped = content
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
    expect(JSON.parse(unescaped)).toMatchObject({ channelId: 'shop', title: TITLE })
  })

  test('has files that may be cached for ever', async () => {
    const answer = await get('assets/frame-1a2b.js')
    expect(await answer.text()).toBe('start()')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })
})

test.each(['unknown', 'closed', 'phone', 'assets'])('channel %s has no chat, which the answer explains', async id => {
  for (const name of ['widget.js', 'frame']) {
    const answer = await get(`${id}/${name}`)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store'])
    expect(await answer.text()).toBe('There is no active web chat at this address.\n')
  }
})

test('without a build, nothing is served until there is one, which is read once', async () => {
  const later = join(folder, 'later')
  await using none = await serve(later)
  const ask = async (name: string) => (await fetch(`${none.url}/webchat/shop/${name}`)).status
  expect([await ask('widget.js'), await ask('frame')]).toEqual([404, 404])
  await mkdir(later)
  await writeFile(join(later, 'loader.js'), 'show(__WIDGET_CONFIG__)')
  expect([await ask('widget.js'), await ask('frame')]).toEqual([200, 404])
  await rm(later, { recursive: true })
  expect(await ask('widget.js')).toBe(200)
})

test('a website that shows the chat is recorded by its origin alone', async () => {
  await get('shop/frame', { referer: 'https://shop.example.org/tiles?from=mail' })
  await get('shop/frame', { referer: 'no address' })
  expect(seen).toEqual([['shop', 'https://shop.example.org']])
})
