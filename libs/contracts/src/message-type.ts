import type { z } from 'zod'

/** The services; each owns one folder of these contracts and the exchanges `<owner>.events` and `<owner>.commands`. */
export const owners = [
  ...(['channel-ingest', 'queue', 'distribution', 'session-expiry', 'presence'] as const),
  ...(['directory', 'inbox-gateway', 'channel-adapters', 'media'] as const)
]
export type Owner = (typeof owners)[number]

/** An event (fact, owned by its producer) or a command (request, owned by its single receiver). */
export interface MessageType<Data extends z.ZodType = z.ZodType> {
  kind: 'event' | 'command'
  owner: Owner
  /** Also the routing key, or the beginning of it. */
  type: string
  data: Data
  /**
   * Raised by changes that earlier consumers would misread; additions leave it as it is. Consumers also read messages
   * with a lower one.
   */
  schema: number
  /** Whether publishing fails (and is retried) while no broker queue receives the message. */
  mandatory: boolean
  summary: string
  /** The last word of the routing key, by which consumers may receive only a part of the messages. */
  partOf?: ((data: never) => string) | undefined
}

export type DataOf<Type> = Type extends MessageType<infer Data> ? z.infer<Data> : never

type Options<Data extends z.ZodType> = {
  /** Default 1. */
  schema?: number
  mandatory?: boolean
  summary: string
  partOf?: (data: z.infer<Data>) => string
}

/** An event `type` of `owner`; somebody must receive it unless `mandatory` is false. */
export const event = <Data extends z.ZodType>(owner: Owner, type: string, data: Data, options: Options<Data>) =>
  ({ kind: 'event', owner, type, data, schema: 1, mandatory: true, ...options }) as const satisfies MessageType<Data>

/** A command `type` that only `owner` receives. */
export const command = <Data extends z.ZodType>(owner: Owner, type: string, data: Data, options: Options<Data>) =>
  ({ kind: 'command', owner, type, data, schema: 1, mandatory: true, ...options }) as const satisfies MessageType<Data>

/** The exchange that messages of this type are published to. */
export const exchangeOf = (type: Pick<MessageType, 'owner' | 'kind'>): string => `${type.owner}.${type.kind}s`
