import { clientEvents } from '@inbox/contracts'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { anAgent } from './builders.ts'
import { startGateway, type TestGateway, type TestSocket } from './gateway.ts'

let gateway: TestGateway
let bystander: TestSocket
beforeAll(async () => {
  gateway = await startGateway(import.meta.url)
  bystander = await gateway.enter(anAgent('rui'))
})
afterAll(() => gateway.stop())

/** Asserts that everybody else carries on as if nothing had happened. */
const isUntouched = async () => {
  expect(bystander.socket.connected).toBe(true)
  // a client that asks very often is told to wait, too
  await waitFor(async () => (await bystander.ask('resume', { versions: {} })).removed?.length === 0)
}

const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe.each(Object.keys(clientEvents))('the event %s', name => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a word', 'all'],
    ['an array', [[], {}]],
    ['operators', { conversationId: { $ne: 1 }, versions: { a: { $gt: 1 } }, token: { $gt: '' } }],
    [
      'something that only looks like text',
      { conversationId: { toString: 1 }, versions: { a: { valueOf: 1 } }, token: [1] }
    ],
    ['NUL', { conversationId: '\0', versions: { '\0': 1 }, token: 0 }],
    ['thousands of names', { versions: Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [index, 0])) }],
    ['arrays in arrays', JSON.parse(`{"conversationId":${deep(500)},"versions":${deep(500)},"token":${deep(500)}}`)]
  ])('with %s is answered with an error, and its socket stays open', async (_, payload) => {
    const client = await gateway.enter(anAgent('ana'))
    const answer = await client.ask(name, payload)
    expect(answer).toMatchObject({ error: { code: 'malformed', detail: expect.stringMatching(/\w/) } })
    expect(JSON.stringify(answer).length).toBeLessThan(2000)
    expect(client.socket.connected).toBe(true)
    client.socket.disconnect()
    await isUntouched()
  })
})

test.each<[string, (string | Uint8Array)[]]>([
  ['a frame that is not ours', ['nonsense']],
  ['invalid JSON', ['40{"token":']],
  ['an invalid token', ['40{"token":{"toString":1}}']],
  ['another namespace', ['40/admin,{"token":"x"}']],
  ['a namespace that is a prototype', ['40/__proto__,{}']],
  ['a token as large as a frame may be', [`40{"token":"${'x'.repeat(90_000)}"}`]],
  ['more than a frame may contain', [`40{"token":"${'x'.repeat(200_000)}"}`]],
  ['arrays in arrays', [`40${deep(40_000)}`]],
  ['parts that never arrive', ['451-["typing",{"_placeholder":true,"num":0}]']],
  ['more parts than anybody needs', ['45100000-["typing",{"_placeholder":true,"num":0}]', new Uint8Array(10)]],
  [
    'parts deep in arrays',
    [`451-["typing",${'['.repeat(40_000)}{"_placeholder":true,"num":0}${']'.repeat(40_000)}]`, new Uint8Array(9)]
  ],
  ['an event before the token', ['42["resume",{"versions":{}}]']]
])('a connection without a token that sends %s harms nobody else', async (_, frames) => {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  const heard: unknown[] = []
  const closed = new Promise<void>(resolve => {
    socket.onclose = () => resolve()
  })
  socket.onmessage = ({ data }) => heard.push(data)
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error('not opened'))
  })
  for (const frame of frames) socket.send(frame)
  await isUntouched()
  socket.close()
  await closed
  // nobody was let in: only the greeting and refusals arrived
  expect(heard.filter(each => String(each).startsWith('40') || String(each).startsWith('42'))).toEqual([])
  await isUntouched()
})
