import type {
  ChannelAccount,
  ChannelProblem,
  ChannelTemplate,
  conversationAttended,
  DataOf,
  getChannelConnection,
  OperationAnswer,
  ProviderAccount
} from '@inbox/contracts'
import type { Deliveries, Outcome } from '@inbox/delivery'
import type { Client, HttpServer, MediaAddresses, OutboundClient, Route, ServerOptions } from '@inbox/http'
import type { Clock } from '@inbox/kernel'
import type { Subscription } from '@inbox/messaging'
import type { Mongo } from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import type { WatchChannels } from '../application/watch-channels.ts'
import type { Config } from '../config.ts'
import type { DeliveryEnvelope, LeavingRequest } from '../domain/delivery.ts'
import type { Audit } from '../inbound/audit.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'
import type { Ingest } from '../outbound/ingest.ts'
import type { Erased } from '../store/erased.ts'
import type { Payloads } from '../store/payloads.ts'

/** What every kind is given to work with. */
export interface ChannelContext {
  /** Channels' settings, including secrets. */
  accounts: Pick<ChannelAccounts, 'get' | 'ready' | 'all' | 'whenChanged'>
  /** Accepts what contacts do. */
  ingest: Ingest
  /** Reports the state in which this process found a channel. */
  seen: WatchChannels['seen']
  /** Calls of the queue. */
  queue: Client
  /** Creates addresses that let whoever has them read files stored by media. */
  addresses: MediaAddresses
  /** Calls addresses chosen by administrators. */
  client: OutboundClient
  /** Audits who has read payloads. */
  audit: Audit
  /** Providers' raw payloads. */
  payloads: Payloads
  /** Who has been erased, and when. */
  erased: Pick<Erased, 'since'>
  /** The provider reports a delivery's outcome; ignored if that is known already. */
  confirm: Deliveries<DeliveryEnvelope>['confirm']
  /** Collections that belong to the kind. */
  mongo: Pick<Mongo, 'collection'>
  /** Subscribes to events for the life of this process; after a gap, `again` rereads what was missed. */
  follow: (subscription: Omit<Subscription, 'onGap'>, again: () => Promise<void>) => AsyncDisposable
  clock: Clock
  logger: Logger
  config: Config
  /** The address at which this process is reached from outside. */
  publicUrl: string
}

type Connection = OperationAnswer<typeof getChannelConnection>
export type App = Parameters<NonNullable<ServerOptions['extend']>>[0]

/** A kind of channel: what it takes to send answers and, in processes that serve it, everything else it does. */
export interface Channel {
  deliver: Deliver
  /** Whether the provider deduplicates by id: only then is a call with unknown outcome retried. */
  idempotent: boolean
  /** Whether messages can have a button with an address; otherwise the address stands below the text. */
  hasLinkButtons?: boolean
  /** Missing if there is no way to ask. */
  test?: Test
  /** Missing if contacts see nothing of it. */
  attend?: Attend
  /** Removes what it stores itself about erased messages, given their provider ids; missing if it stores nothing. */
  forget?: (channelId: string, messageIds: readonly string[]) => Promise<void>
  /** The same for everything up to `until` from a contact with these names. */
  forgetContact?: (channelId: string, names: readonly string[], until: Date) => Promise<void>
  /** Texts approved by its provider, if it has any. */
  templates?: (channelId: string) => Promise<ChannelTemplate[]>
  /** What its provider reported about our account. */
  account?: (channelId: string) => Promise<ProviderAccount | undefined>
  /** Where its provider calls us, if it does: the last part of `/v1/<kind>/<channel id>/…`. */
  webhook?: string
  /** The snippet for websites' pages, and where it was last shown. */
  embedding?: (channelId: string) => Promise<Pick<Connection, 'snippet' | 'lastShown'>>
  /** How long a provider may still `confirm` an uncertain call; if missing, an agent decides at once. */
  confirmedWithinMs?: number
  /** Whether we send answers with these settings (default: always); others wait for whoever reports their outcome. */
  isSetUp?: (settings: ChannelAccount['settings']) => boolean
  /** Whether answers of a channel with these settings are kept until its destination is configured. Default: never. */
  awaitsSettings?: (settings: ChannelAccount['settings']) => boolean
  /** Operations specific to the kind; every process serves them. */
  routes?: readonly Route[]
  /** In processes that serve the kind: adds what is no operation, i.e. pages, and webhooks, which get the raw body. */
  extend?: (app: App) => void
  /** In processes that serve the kind: starts what it does by itself (sockets, mailboxes). Disposing stops it. */
  run?: (http: HttpServer) => Promise<AsyncDisposable>
}

/** Assembles the parts of a kind; nothing runs before `run`. */
export type OpenChannel = (context: ChannelContext) => Promise<Channel>

/** Makes one call to the channel's provider. If it throws, nobody knows whether the answer was taken. */
export type Deliver = (
  delivery: LeavingRequest,
  settings: ChannelAccount['settings'],
  signal: AbortSignal
) => Promise<Outcome>

/** Shows a contact that their agent has read or is typing, as reported `at`; never throws, and is not retried. */
export type Attend = (told: DataOf<typeof conversationAttended>, at: Date) => Promise<void>

/** Has the provider check the settings, unseen by customers; returns the problems. Throws if unreachable. */
export type Test = (account: ChannelAccount, signal: AbortSignal) => Promise<ChannelProblem[]>
