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
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'
import type { Ingest } from '../outbound/ingest.ts'
import type { Erased } from '../store/erased.ts'
import type { Payloads } from '../store/payloads.ts'

/** What all kinds work with. */
export interface ChannelContext {
  /** Settings of channels, secrets included. */
  accounts: Pick<ChannelAccounts, 'get' | 'ready' | 'all' | 'whenChanged'>
  /** Takes what contacts do. */
  ingest: Ingest
  /** This process has found a channel so. */
  seen: WatchChannels['seen']
  /** Calls of the queue. */
  queue: Client
  /** Addresses by which whoever has them reads files that media keeps. */
  addresses: MediaAddresses
  /** Calls addresses that administrators chose. */
  client: OutboundClient
  /** What came from providers, as it came. */
  payloads: Payloads
  /** Who is not to be known any more. */
  erased: Pick<Erased, 'since'>
  /** A provider tells what became of a delivery; says nothing new of one of which that is known. */
  confirm: Deliveries<DeliveryEnvelope>['confirm']
  /** Collections of the kind's own. */
  mongo: Pick<Mongo, 'collection'>
  /** Listens to events as long as this process lives; after a gap, `again` reads what was missed. */
  follow: (subscription: Omit<Subscription, 'onGap'>, again: () => Promise<void>) => AsyncDisposable
  clock: Clock
  logger: Logger
  config: Config
  /** Where others reach this process. */
  publicUrl: string
}

type Connection = OperationAnswer<typeof getChannelConnection>
export type App = Parameters<NonNullable<ServerOptions['extend']>>[0]

/** A kind of channel: what it takes to bring answers out, and in processes that serve it, everything else that it does. */
export interface Channel {
  deliver: Deliver
  /** Whether the provider takes one id once: only then is a call repeated of which nobody knows how it ended. */
  idempotent: boolean
  /** It has a button for an address; elsewhere that stands below the text. */
  hasLinkButtons?: boolean
  /** Left out where there is nobody to ask. */
  test?: Test
  /** Left out where contacts see nothing of it. */
  attend?: Attend
  /** Forgets what it keeps of its own of messages that are erased, by what the provider calls them; left out where there is nothing. */
  forget?: (channelId: string, messageIds: readonly string[]) => Promise<void>
  /** The same of what came until then from a contact whose names these are. */
  forgetContact?: (channelId: string, names: readonly string[], until: Date) => Promise<void>
  /** Texts that its provider approves, if it has such. */
  templates?: (channelId: string) => Promise<ChannelTemplate[]>
  /** What its provider has told of our account with it. */
  account?: (channelId: string) => Promise<ProviderAccount | undefined>
  /** Where its provider calls us, if it does: the last part of `/v1/<kind>/<channel id>/…`. */
  webhook?: string
  /** What a website puts into its pages, and where that was last shown. */
  embedding?: (channelId: string) => Promise<Pick<Connection, 'snippet' | 'lastShown'>>
  /** How long a provider may still tell by `confirm` what became of such a call; without it, an agent decides at once. */
  confirmedWithinMs?: number
  /** Whether answers on a channel with these settings are ours to bring out; if not, they wait for whoever reports what became of them. Default: always. */
  isSetUp?: (settings: ChannelAccount['settings']) => boolean
  /** Whether answers on a channel with these settings are kept until somebody has said where they go. Default: never. */
  awaitsSettings?: (settings: ChannelAccount['settings']) => boolean
  /** Operations of the kind's own; every process answers them. */
  routes?: readonly Route[]
  /** Where it is served: adds what is no operation: pages, and webhooks, which get the body as it came. */
  extend?: (app: App) => void
  /** Where it is served: what it does by itself from then on: sockets, mailboxes. Disposing ends it. */
  run?: (http: HttpServer) => Promise<AsyncDisposable>
}

/** Puts the parts of a kind together; nothing runs before `run`. */
export type OpenChannel = (context: ChannelContext) => Promise<Channel>

/** One call to the provider of a channel. Where it throws, nobody knows whether the answer was taken. */
export type Deliver = (
  delivery: LeavingRequest,
  settings: ChannelAccount['settings'],
  signal: AbortSignal
) => Promise<Outcome>

/** Shows a contact that their agent has read, or is typing, as was told `at`; never throws, and is not tried again. */
export type Attend = (told: DataOf<typeof conversationAttended>, at: Date) => Promise<void>

/** Asks the provider whether the settings are good, and finds what is not; customers notice nothing of it. Where it throws, nobody was reached. */
export type Test = (account: ChannelAccount, signal: AbortSignal) => Promise<ChannelProblem[]>
