import type { ChannelAccount } from '@inbox/contracts'
import { createClient, createOutboundClient, createServiceCallers, startHttpServer } from '@inbox/http'
import { systemClock } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { createDeliver } from '../../src/channels/whatsapp/deliver.ts'
import { createFetchFile } from '../../src/channels/whatsapp/files.ts'
import { createForward } from '../../src/channels/whatsapp/forward.ts'
import { createTake } from '../../src/channels/whatsapp/take-notification.ts'
import { createUpload } from '../../src/channels/whatsapp/upload.ts'
import { webhook } from '../../src/channels/whatsapp/webhook.ts'
import { createIngest } from '../../src/outbound/ingest.ts'
import { NUMBER } from './notifications.ts'
import { startSurroundings } from './surroundings.ts'

const SECRET = 'service-token-secret-of-the-tests-123'

interface RunningChannel extends AsyncDisposable {
  around: Awaited<ReturnType<typeof startSurroundings>>
  url: string
  /** The problems of each payload that was kept. */
  problems: string[][]
  confirmed: unknown[]
  account: ChannelAccount
  /** Whether the directory has told of the channel. */
  directory: { told: boolean }
  deliver: ReturnType<typeof createDeliver>
}

/** A channel between Meta and channel-ingest: its webhook, and its way of sending answers. */
export async function startWhatsapp(): Promise<RunningChannel> {
  await using stack = new AsyncDisposableStack()
  const around = stack.use(await startSurroundings(NUMBER))
  const account: ChannelAccount = {
    id: 'shop',
    version: 1,
    kind: 'whatsapp',
    departmentId: 'sales',
    active: true,
    settings: around.settings
  }
  const directory = { told: true }
  const accounts = {
    get: (id: string) => (directory.told && id === 'shop' ? account : undefined),
    all: () => (directory.told ? [account] : []),
    ready: () => directory.told,
    whenChanged: () => {}
  }
  const ingest = createIngest(createClient({ baseUrl: around.url, service: 'channel-adapters', secret: SECRET }))
  const logger = createLogger('tests', 'silent')
  const client = stack.use(createOutboundClient(['loopback']))
  const problems: string[][] = []
  const confirmed: unknown[] = []
  const tell = createForward({
    ...{ ingest, clock: systemClock, fetchFile: createFetchFile({ client, ingest }) },
    changeTemplate: async () => undefined,
    changeAccount: async () => undefined,
    confirm: async (id, ending) => void confirmed.push([id, ending])
  })
  const take = createTake({
    ...{ accounts, clock: systemClock, tell, logger },
    payloads: {
      keep: async payload => void problems.push([...payload.problems]),
      forget: async () => undefined,
      list: async () => ({ items: [], nextCursor: null })
    }
  })
  const { url } = stack.use(
    await startHttpServer({
      ...{ port: 0, host: '127.0.0.1', routes: [], logger, notReady: () => [] },
      authenticate: createServiceCallers(SECRET, 'required'),
      extend: webhook({ accounts, take, logger })
    })
  )
  const files = { find: async () => undefined, remember: async () => undefined }
  const upload = createUpload({ client, files, mediaUrl: around.url, clock: systemClock })
  const deliver = createDeliver({ client, clock: systemClock, ingest, logger, upload })
  const kept = stack.move()
  return {
    around,
    url,
    problems,
    confirmed,
    account,
    directory,
    deliver,
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}
