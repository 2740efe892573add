import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { root } from '../../root.ts'
import { asyncApi } from '../async-api.ts'
import { openApi } from '../open-api.ts'
import { clientSource } from './client.ts'

interface Reply {
  status: number
  body?: string
  headers?: Record<string, string>
}
interface Seen {
  method: string | undefined
  url: string | undefined
  headers: IncomingHttpHeaders
  body: string
}

const seen: Seen[] = []
let replies: (Reply | 'cut')[] = []
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { method, url, headers } = request
  seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
  const reply = replies.shift() ?? { status: 200, body: '{}' }
  if (reply === 'cut') request.socket.destroy()
  else response.writeHead(reply.status, reply.headers).end(reply.body)
})

let folder: string
// biome-ignore lint/suspicious/noExplicitAny: the compiler checks its types below
let inbox: any
beforeAll(async () => {
  folder = await mkdtemp(join(root, 'node_modules/.cache-client-'))
  const source = clientSource(openApi(), asyncApi())
  await writeFile(join(folder, 'client.ts'), source)
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
  await writeFile(join(folder, 'client.mjs'), ts.transpile(source, options))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { createInboxClient } = await import(join(folder, 'client.mjs'))
  inbox = createInboxClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'si_sa_1' })
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  seen.length = 0
  replies = []
})

describe('the client generated from the published contracts', () => {
  test('compiles strictly with a program that uses it, and its types refuse what the calls do not accept', async () => {
    await writeFile(join(folder, 'program.ts'), PROGRAM)
    const program = ts.createProgram([join(folder, 'program.ts')], {
      ...{ strict: true, exactOptionalPropertyTypes: true, erasableSyntaxOnly: true, noEmit: true },
      ...{ target: ts.ScriptTarget.ES2022, lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'] },
      ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
      ...{ allowImportingTsExtensions: true, types: [] }
    })
    const found = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)
    expect(found).toEqual([])
  })

  test('fills in paths, requests and responses as the call requires', async () => {
    replies = [{ status: 200, body: '{"items":[{"id":"c1"}],"nextCursor":null}' }, { status: 204 }]
    const found = await inbox.listMessages({ params: { id: 'a/b' }, query: { limit: 5, before: undefined } })
    expect(found.items).toEqual([{ id: 'c1' }])
    expect(await inbox.putDraft({ params: { id: 'c1' }, body: { text: 'Hello' } })).toBeUndefined()
    expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', '/v1/conversations/a%2Fb/messages?limit=5', ''],
      ['PUT', '/v1/conversations/c1/draft', '{"text":"Hello"}']
    ])
    expect(seen[1]!.headers).toMatchObject({ authorization: 'Bearer si_sa_1', 'content-type': 'application/json' })
  })

  test('guards a change with the version that it is based on', async () => {
    await inbox.replaceDepartment({ params: { id: 'd1' }, body: { name: 'Sales' }, ifMatch: 7 })
    expect(seen[0]!.headers['if-match']).toBe('"7"')
  })

  test('throws the gateway’s refusal of a call at once', async () => {
    const body = JSON.stringify({ code: 'not-owner', detail: 'Rui has it', current: { version: 3 } })
    replies = [{ status: 409, body }]
    await expect(inbox.closeConversation({ params: { id: 'c1' } })).rejects.toMatchObject({
      ...{ name: 'InboxError', status: 409, code: 'not-owner', message: 'Rui has it', current: { version: 3 } }
    })
    expect(seen).toHaveLength(1)
  })

  test('retries what may still succeed: unless it is repeatable, only what was not carried out', async () => {
    replies = ['cut', { status: 503 }, { status: 200, body: '{"queue":1}' }]
    expect(await inbox.countConversations()).toEqual({ queue: 1 })
    expect(seen).toHaveLength(3)
    replies = [{ status: 429 }, { status: 503, body: '{"code":"unavailable"}' }]
    await expect(inbox.createDepartment({ body: { name: 'Sales' } })).rejects.toMatchObject({ status: 503 })
    expect(seen).toHaveLength(5)
  })
})

const PROGRAM = `
import { type ClientEvents, type ConversationSummary, createInboxClient, InboxError, type ServerEvents } from './client.ts'

const inbox = createInboxClient({ url: 'https://inbox.example.com', token: 'si_sa_' })
export async function tagged(tag: string): Promise<string[]> {
  const { items, nextCursor } = await inbox.listConversations({ query: { tab: 'queue', limit: 10 } })
  const first: ConversationSummary | undefined = items[0]
  if (first) await inbox.putTags({ params: { id: first.id }, body: { tags: [tag] } })
  const csv: string = await inbox.getConversationReportCsv({ query: { from: '2030-01-01', to: '2030-01-31' } })
  return [csv, nextCursor ?? '', ...items.map(({ contact }) => contact.name ?? '')]
}
export const told = (event: Parameters<ServerEvents['message']>[0]): string => event.message.id
export const asked: Parameters<ClientEvents['resume']>[0] = { versions: { c1: 3 } }
export const code = (error: unknown) => (error instanceof InboxError ? error.code : undefined)

// @ts-expect-error: there is no such tab
void inbox.listConversations({ query: { tab: 'nowhere' } })
// @ts-expect-error: a conversation must be named
void inbox.closeConversation()
// @ts-expect-error: tags are a list
void inbox.putTags({ params: { id: 'c1' }, body: { tags: 'vip' } })
// @ts-expect-error: what is for people only is not there
void inbox.changeMyPassword
`
