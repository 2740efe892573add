import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Envelope,
  type MediaFacts,
  type MediaOwner,
  mediaCopied,
  mediaElsewhere,
  mediaNamed,
  mediaNotCopied,
  mediaReleased,
  messagesErased
} from '@inbox/contracts'
import { freePort, serviceProgram } from '@inbox/devstack'
import { createMediaAddresses, type MediaAddresses, mintServiceToken, type User } from '@inbox/http'
import { connectBroker, defineConsumer, on } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { isolate, mongoCommand, waitFor } from '@inbox/testing'
import type { Config } from '../src/config.ts'
import { start } from '../src/service.ts'

const SECRET = 'service-token-secret-of-the-tests-123'
const MEDIA_SECRET = 'media-secret-of-the-tests-1234567890'
export const ana: User = { kind: 'user', id: 'ana', name: 'Ana', role: 'agent', departmentIds: [] }

export interface Answer<Body = MediaFacts> {
  status: number
  body: Body
}

/** media with a separate folder and stores, called as the gateway, ingest and queue call it. */
export async function startMedia(fileUrl: string, env: Partial<Config> = {}) {
  await using stack = new AsyncDisposableStack()
  const stores = stack.use(await isolate(fileUrl))
  const folder = await mkdtemp(join(tmpdir(), 'inbox-media-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const queue = stack.use(
    connectBroker({
      ...{
        url: stores.rabbitmqUrl,
        service: 'queue',
        publishes: [mediaNamed, mediaReleased, mediaElsewhere, messagesErased]
      },
      logger: createLogger('tests', 'silent')
    })
  )
  const told: Envelope<{ messageId: string; mediaId?: string; reason?: string }>[] = []
  const take = async (envelope: (typeof told)[number]) => void told.push(envelope)
  const handlers = [on(mediaCopied, take), on(mediaNotCopied, take)]
  stack.use(queue.consume(defineConsumer({ name: 'queue.media', prefetch: 10, handlers })))
  const config: Config = {
    ...{ HOST: '127.0.0.1', LOG_LEVEL: 'silent', NODE_ENV: 'test', MEDIA_PORT: 0 },
    ...{ RABBITMQ_URL: stores.rabbitmqUrl, MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.database },
    ...{ SERVICE_TOKEN_SECRET: SECRET, SERVICE_AUTH: 'required', TRUSTED_PROXIES: [], CONNECTIONS_PER_ADDRESS: 1000 },
    ...{ MEDIA_STORE: `file:${folder}`, DATA_DIR: folder, MEDIA_MAX_BYTES: 20_000_000, MEDIA_SECRET },
    MEDIA_UNNAMED_MS: 86_400_000,
    // allow this machine at its first address only; its others stand for addresses that may not be fetched
    ...{ OUTBOUND_ALLOWED_NETWORKS: ['127.0.0.1'], MEDIA_COPY_MS: 2000 },
    ...env
  }
  stack.defer(async () => {
    await mongoCommand(stores.mongodbUrl, `${stores.database}_media`, { dropDatabase: 1 })
  })
  const kept = stack.move()
  return { ...{ stores, folder, queue, config, told, MEDIA_SECRET }, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
export type Around = Awaited<ReturnType<typeof startMedia>>

/** One process of it, within this one. */
export async function startOne(config: Config) {
  const service = await start(config)
  await waitFor(async () => (await fetch(`${service.url}/readyz`)).ok)
  return Object.assign(service, callsOf(service.url))
}

/** Limits file size: anything larger is refused as by a full disk. */
const boundedBy = (blocks: number) => `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`

/** One separate process; `failPoint` kills it there. `blocks`: the most 512-byte blocks that a file may have. */
export async function spawnOne(config: Config, failPoint: string, blocks?: number) {
  const port = await freePort()
  const entries = Object.entries({ ...config, MEDIA_PORT: port }).map(([name, value]) => [name, String(value)])
  const { command, args, env } = serviceProgram('media', { ...Object.fromEntries(entries), FAIL_POINT: failPoint })
  const [program, given] = blocks ? ['sh', ['-c', boundedBy(blocks), command, ...args]] : [command, args]
  const child = spawn(program, given, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit').then(([, signal]) => signal as string | null)
  const url = `http://127.0.0.1:${port}`
  await waitFor(() =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false
    )
  )
  return {
    ...{ url, ended },
    pid: child.pid!,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    }
  }
}

/** The calls of those services. */
export function callsOf(url: string) {
  const as = async (actor?: User | { kind: 'channel'; id: string }) => ({
    authorization: `Bearer ${await mintServiceToken('tests', SECRET, actor)}`
  })
  const addresses: MediaAddresses = createMediaAddresses(url, MEDIA_SECRET)
  const read = async <Body>(response: Response): Promise<Answer<Body>> => ({
    status: response.status,
    body: (await response.json()) as Body
  })
  return {
    addresses,
    as,
    async upload(
      bytes: NonNullable<RequestInit['body']>,
      { name = '', type = '', by = ana as User | { kind: 'channel'; id: string } } = {}
    ): Promise<Answer> {
      const query = name ? `?name=${encodeURIComponent(name)}` : ''
      const headers = { ...(await as(by)), 'content-type': type || 'application/octet-stream' }
      return read(
        await fetch(`${url}/v1/media${query}`, { method: 'POST', headers, body: bytes, duplex: 'half' } as RequestInit)
      )
    },
    async claim(id: string, by: MediaOwner): Promise<Answer> {
      const headers = { ...(await as()), 'content-type': 'application/json' }
      return read(await fetch(`${url}/v1/media/${id}/claim`, { method: 'POST', headers, body: JSON.stringify(by) }))
    },
    get: (media: Pick<MediaFacts, 'id' | 'name'>, headers: Record<string, string> = {}) =>
      fetch(addresses.of(media, new Date()), { headers }),
    thumbnail: (media: Pick<MediaFacts, 'id' | 'name'>) => fetch(addresses.thumbnailOf(media, new Date()))
  }
}
