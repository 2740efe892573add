import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SignJWT } from 'jose'
import { arrive, IDENTITY_KEY, startSockets, TOKEN_SECRET, textMessage } from './visitors-fixture.ts'

let sockets: Awaited<ReturnType<typeof startSockets>>
beforeAll(async () => {
  sockets = await startSockets()
})
afterAll(() => sockets?.[Symbol.asyncDispose]())
const visit = (arrival: Parameters<typeof arrive>[1] = {}) => arrive(sockets.url, arrival)

/** Somebody with a chat, whose token nobody else has. */
async function victim() {
  using visitor = visit()
  const { token, visitorId } = await visitor.welcome
  await visitor.history
  expect(await visitor.does('message', textMessage(`secret of ${visitorId}`))).toEqual({ id: expect.any(String) })
  return { token, visitorId }
}

describe('a visitor’s chat', () => {
  const key = (secret: string) => new TextEncoder().encode(secret)
  const signed = (id: string, audience: string, secret: string) =>
    new SignJWT({ channel: 'shop' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(id)
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(key(secret))
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const unsigned = (id: string) =>
    `${base64({ alg: 'none' })}.${base64({ sub: id, channel: 'shop', aud: 'inbox-webchat', exp: 4102444800 })}.`

  test('is shown to anybody with their token', async () => {
    const { token, visitorId } = await victim()
    using again = visit({ token })
    expect((await again.welcome).visitorId).toBe(visitorId)
    expect((await again.history).messages).toHaveLength(1)
  })

  test.each<[string, (victim: { token: string; visitorId: string }) => string | Promise<string>]>([
    ['one signed by somebody else', ({ visitorId }) => signed(visitorId, 'inbox-webchat', 'x'.repeat(40))],
    ['one issued for something else', ({ visitorId }) => signed(visitorId, 'inbox', TOKEN_SECRET)],
    ['one without a signature', ({ visitorId }) => unsigned(visitorId)],
    ['one that was changed', ({ token }) => `${token.slice(0, -4)}AAAA`],
    ['their id', ({ visitorId }) => visitorId],
    ['something that is not a token', () => '../../etc/passwd\0']
  ])('is not shown to a browser with %s: that is a new visitor', async (_, forge) => {
    const known = await victim()
    using visitor = visit({ token: await forge(known) })
    expect((await visitor.welcome).visitorId).not.toBe(known.visitorId)
    expect((await visitor.history).messages).toEqual([])
  })

  test('is not shown on another website, whose token is useless here', async () => {
    const { token, visitorId } = await victim()
    using visitor = visit({ token, channelId: 'help' })
    expect((await visitor.welcome).visitorId).not.toBe(visitorId)
    expect((await visitor.history).messages).toEqual([])
  })

  test('goes back as far as it is theirs', async () => {
    const { token, visitorId } = await victim()
    using owner = visit({ token })
    using other = visit()
    await Promise.all([owner.history, other.history])
    expect(await owner.does('older', { before: `secret of ${visitorId}` })).toEqual({
      error: { code: 'malformed', detail: expect.any(String) }
    })
    await owner.does('message', textMessage(`later-${visitorId}`))
    const before = `later-${visitorId}`
    expect(await owner.does('older', { before })).toMatchObject({ messages: [{ id: `secret of ${visitorId}` }] })
    expect((await other.does('older', { before })).error?.code).toBe('not-found')
  })

  test('of an account opens only with the site’s signature for that very account', async () => {
    const sign = (id: string) => createHmac('sha256', IDENTITY_KEY).update(id).digest('hex')
    using visitor = visit()
    await visitor.history
    for (const signature of ['', '00', sign('rui'), sign('ana').slice(0, -2), createHmac('sha256', '').digest('hex')])
      expect((await visitor.does('identify', { id: 'ana', signature })).error?.code).toBe('unauthenticated')
    expect((await visitor.does('identify', { id: 'ana', signature: sign('ana') })).token).toEqual(expect.any(String))
    using elsewhere = visit({ channelId: 'help' })
    await elsewhere.history
    const unknown = await elsewhere.does('identify', { id: 'ana', signature: sign('ana') })
    expect(unknown.error?.code).toBe('not-supported')
  })

  test('is not revealed to other pages, whatever token they have', async () => {
    const { token } = await victim()
    for (const transports of [['websocket'], ['polling']] as const) {
      using visitor = visit({ token, origin: 'https://evil.example', transports: [...transports] })
      expect((await visitor.refused).message).toMatch(/websocket error|xhr poll error/)
    }
  })
})

test.each([
  ['no channel', { channelId: 'nowhere' }, 'not-found'],
  ['an invalid channel id', { channelId: { $ne: null } }, 'malformed'],
  ['a token that is not text', { token: ['a'] }, 'malformed'],
  ['a token as long as a book', { token: 'a'.repeat(3000) }, 'malformed']
])('a connection with %s is refused, with an explanation', async (_, arrival, code) => {
  using visitor = visit(arrival)
  expect((await visitor.refused).data).toEqual({ code, detail: expect.any(String) })
})

test('a department chosen by a visitor is asked to answer, if the channel offers it; otherwise the channel’s is', async () => {
  using visitor = visit({ channelId: 'help' })
  expect((await visitor.welcome).departments).toEqual([
    { id: 'sales', name: 'SALES', attended: true },
    { id: 'support', name: 'SUPPORT', attended: false }
  ])
  await visitor.history
  for (const departmentId of ['support', 'board'])
    expect(await visitor.does('message', { ...textMessage(`to ${departmentId}`), departmentId })).toHaveProperty('id')
  expect(sockets.chosen).toEqual(['support'])
  using elsewhere = visit()
  expect(await elsewhere.welcome).not.toHaveProperty('departments')
})

describe('garbage', () => {
  test.each<[string, string, unknown[], string]>([
    ['an unknown event', 'history', [{}], 'not-found'],
    ['a property name that every object has', 'constructor', [{}], 'not-found'],
    ['nothing', 'message', [null], 'malformed'],
    ['text instead of a message', 'message', ['hello'], 'malformed'],
    ['bytes', 'message', [Buffer.alloc(64)], 'malformed'],
    ['more than a message is', 'message', [{ ...textMessage('a'), author: 'agent' }], 'malformed'],
    ['a prototype', 'details', [JSON.parse('{"__proto__":{"name":"Root"},"constructor":1}')], 'malformed'],
    ['an id with spaces', 'message', [textMessage('a', 'a b')], 'malformed'],
    ['an operator for an id', 'read', [{ messageId: { $gt: '' } }], 'malformed'],
    ['a message from the inbox', 'message', [{ clientMessageId: 'x', content: { type: 'template' } }], 'malformed'],
    ['an invalid address', 'details', [{ email: '<script>' }], 'malformed']
  ])('%s is refused with an explanation, and the visitor stays connected', async (_, event, payload, code) => {
    using visitor = visit()
    await visitor.history
    const { error } = await visitor.does(event, ...payload)
    expect(error).toMatchObject({ code, detail: expect.stringMatching(/./) })
    expect(error!.detail.length).toBeLessThanOrEqual(1000)
    expect(await visitor.does('typing', {})).toEqual({})
  })

  test('larger than any message closes only its sender’s connection, however it arrives', async () => {
    using other = visit()
    await other.history
    for (const transports of [['websocket'], ['polling']] as const) {
      using visitor = visit({ transports: [...transports] })
      await visitor.history
      visitor.socket.emit('message', textMessage('x'.repeat(1_000_000)))
      expect(await visitor.gone).toMatch(/transport (close|error)/)
    }
    expect(await other.does('typing', {})).toEqual({})
    expect(sockets.written().filter(text => text.startsWith('xx'))).toEqual([])
  })

  test('with markup is what somebody wrote, and is passed on unchanged', async () => {
    const markup = '<img src=x onerror=alert(1)>'
    using visitor = visit()
    await visitor.history
    await visitor.does('message', textMessage(markup, 'markup'))
    const { token } = await visitor.does('details', { name: markup })
    expect(sockets.written()).toContain(markup)
    using again = visit({ token })
    expect((await again.history).messages[0]!.content.text).toBe(markup)
  })
})

describe('a flood', () => {
  test('of events is refused with an explanation, and a sender who continues regardless is disconnected; nobody else is', async () => {
    using other = visit()
    using visitor = visit()
    await Promise.all([other.history, visitor.history])
    const answers = await Promise.all(Array.from({ length: 100 }, () => visitor.does('typing', {})))
    const refused = answers.filter(({ error }) => error?.code === 'too-many-requests')
    expect(refused.length).toBeGreaterThan(50)
    expect(await other.does('typing', {})).toEqual({})
    for (let sent = 0; sent < 2000; sent++) visitor.socket.emit('nonsense', sent)
    expect(await visitor.gone).toBe('io server disconnect')
    expect(await other.does('typing', {})).toEqual({})
  })

  test('of one visitor’s connections is refused from the twentieth on', async () => {
    using first = visit()
    const { token } = await first.welcome
    await first.history
    const tabs: ReturnType<typeof visit>[] = []
    for (let tab = 0; tab < 19; tab++) {
      const one = visit({ token })
      await one.history
      tabs.push(one)
    }
    using last = visit({ token })
    expect((await last.refused).data?.code).toBe('too-many-requests')
    using other = visit()
    await other.history
    for (const tab of tabs) tab[Symbol.dispose]()
  })

  test.each([
    ['open', { connectionsPerAddress: 3 }],
    ['opened at once', { connectionsPerSecond: 0.3 }]
  ])('of connections %s from one address is refused; other addresses get in', async (_, limits) => {
    await using limited = await startSockets(limits)
    const from = (address: string) => arrive(limited.url, { address })
    const tabs = ['192.0.2.7', '192.0.2.7', '192.0.2.7'].map(from)
    await Promise.all(tabs.map(({ history }) => history))
    using fourth = from('192.0.2.7')
    expect((await fourth.refused).message).toBe('websocket error')
    using other = from('192.0.2.8')
    await other.history
    for (const tab of tabs) tab[Symbol.dispose]()
  })
})

test.each<[string, { messagesPerMinute: number }, (number: number) => Parameters<typeof arrive>[1]]>([
  ['one visitor', { messagesPerMinute: 3 }, () => ({ address: '192.0.2.7' })],
  // one address may write ten times as much as one visitor
  ['one address, however many visitors it is', { messagesPerMinute: 1 }, n => ({ address: `2001:db8::${n + 1}` })]
])('a flood of messages from %s is refused with an explanation, and others are heard', async (_, limits, from) => {
  await using limited = await startSockets(limits)
  const one = arrive(limited.url, from(0))
  const { token } = await one.welcome
  const visitors = [one]
  for (let number = 1; number < 11; number++) {
    const visitor = arrive(limited.url, { ...from(number), ...(limits.messagesPerMinute > 1 && { token }) })
    await visitor.history
    visitors.push(visitor)
  }
  const answers = []
  for (const [number, visitor] of visitors.entries())
    answers.push(await visitor.does('message', textMessage(`flood ${number}`)))
  expect(answers.at(-1)!.error).toEqual({ code: 'too-many-requests', detail: expect.stringMatching(/in a minute$/) })
  expect(limited.written()).toHaveLength(limits.messagesPerMinute > 1 ? 3 : 10)
  using other = arrive(limited.url, { address: '192.0.2.8' })
  await other.history
  expect(await other.does('message', textMessage('hello'))).toEqual({ id: expect.any(String) })
  for (const visitor of visitors) visitor[Symbol.dispose]()
})

describe('a visitor’s file', () => {
  const post = async (token: string | undefined, bytes = 'hello', { url = sockets.url, channelId = 'shop' } = {}) => {
    const answer = await fetch(`${url}/webchat/${channelId}/media?name=../../a.txt`, {
      ...{ method: 'POST', body: Buffer.from(bytes) },
      headers: { 'content-type': 'text/plain', ...(token !== undefined && { authorization: `Bearer ${token}` }) }
    })
    return { status: answer.status, body: (await answer.json()) as { mediaId: string; code?: string } }
  }
  const fileMessage = (mediaId: string, more: object = {}) => ({
    ...{ clientMessageId: 'file', content: { type: 'file', mediaId, ...more } }
  })

  test('is stored under its own name, and a message of theirs names it', async () => {
    using visitor = visit()
    const { token } = await visitor.welcome
    const { status, body } = await post(token)
    expect([status, body]).toEqual([
      201,
      { mediaId: expect.any(String), mimeType: 'text/plain', name: 'a.txt', size: 5 }
    ])
    expect(await visitor.does('message', fileMessage(body.mediaId, { caption: 'Here' }))).toEqual({ id: 'file' })
    const [mediaId] = body.mediaId.split('.')
    expect(sockets.uploaded.get(mediaId!)).toEqual({ name: 'a.txt', text: 'hello' })
    expect(sockets.written()).toContain(
      JSON.stringify({ type: 'file', mediaId, mimeType: 'application/octet-stream', caption: 'Here' })
    )
  })

  test('can be sent by nobody else, under any name, and no file stored elsewhere can', async () => {
    using visitor = visit()
    using other = visit()
    const { body } = await post((await visitor.welcome).token)
    await other.history
    const names = [body.mediaId, body.mediaId.split('.')[0]!, `${body.mediaId}A`, '.', 'x.y']
    for (const name of names) expect((await other.does('message', fileMessage(name))).error?.code).toBe('not-found')
    const elsewhere = fileMessage(body.mediaId, { url: 'http://169.254.169.254/' })
    expect((await visitor.does('message', elsewhere)).error?.code).toBe('not-supported')
  })

  test('is accepted only from visitors of this chat, and within limits, which the refusal explains', async () => {
    const { token } = await victim()
    expect((await post(undefined)).status).toBe(401)
    expect((await post(`${token}x`)).status).toBe(401)
    expect((await post(token, 'hello', { channelId: 'help' })).status).toBe(401)
    expect((await post(token, 'hello', { channelId: 'nowhere' })).status).toBe(404)
    expect(await post(token, '')).toMatchObject({ status: 400, body: { code: 'malformed' } })
    expect(await post(token, 'x'.repeat(1001))).toMatchObject({ status: 413, body: { code: 'too-large' } })
    await using limited = await startSockets({ uploadsPerMinute: 2 })
    const { url } = limited
    const found = [await post(token, 'a', { url }), await post(token, 'a', { url }), await post(token, 'a', { url })]
    expect(found.map(({ status }) => status)).toEqual([201, 201, 429])
  })
})
