import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { freePort } from '@inbox/devstack'
import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startAdapters } from './adapters-fixture.ts'
import { aDelivery } from './builders.ts'

const root = new URL('../../../', import.meta.url)
const howTo = readFileSync(new URL('docs/how-to/write-a-channel-adapter.md', root), 'utf8')
const adapter = /```js adapter\.mjs\n([\s\S]*?)```/.exec(howTo)![1]!
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`

/** A double that records the calls to channel-ingest. */
async function startIngest() {
  const calls: { path: string | undefined; key: string | undefined; body: Record<string, unknown> }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { url: path, headers } = request
    calls.push({ path, key: headers.authorization, body: JSON.parse(Buffer.concat(chunks).toString()) })
    response.writeHead(202).end('{"id":"msg_1"}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    calls,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => void server.close()
  }
}

test('the how-to’s adapter forwards what contacts write, prints what agents answer once, and reports it as delivered', async () => {
  using ingest = await startIngest()
  const port = await freePort()
  const env = { ...process.env, INGEST_URL: ingest.url, KEY: 'sik_1', SECRET, PORT: String(port) }
  const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', adapter], {
    ...{ cwd: root.pathname, env },
    stdio: ['pipe', 'pipe', 'inherit']
  })
  const printed: unknown[] = []
  createInterface(child.stdout).on('line', line => printed.push(JSON.parse(line)))
  try {
    child.stdin.write('{"id": "1", "from": "+49151", "text": "Hello"}\n')
    await waitFor(() => ingest.calls.length === 1)
    expect(ingest.calls[0]).toMatchObject({
      ...{ path: '/v1/messages', key: 'Bearer sik_1' },
      body: { messageId: '1', contact: { id: '+49151' }, content: { type: 'text', text: 'Hello' } }
    })
    const settings = { callbackUrl: `http://127.0.0.1:${port}/answers`, secret: SECRET }
    await using adapters = await startAdapters(import.meta.url, settings)
    await using _ = await adapters.startOne()
    await adapters.request(aDelivery('c1', 'm1'), aDelivery('c1', 'm2'))
    await waitFor(() => adapters.told.length === 2, { timeoutMs: 30_000 })
    await waitFor(() => ingest.calls.length === 3)
    expect(printed).toEqual(['m1', 'm2'].map(id => ({ to: '+5511', text: `text of ${id}` })))
    expect(ingest.calls[2]).toMatchObject({ path: '/v1/statuses', body: { messageId: 'm2', status: 'delivered' } })
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}, 60_000)
