// The parts of the two documents that the reference page reads.

export interface Schema {
  $ref?: string
  type?: string | readonly string[]
  description?: string
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  allOf?: readonly Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: readonly string[]
  additionalProperties?: Schema | boolean
  /** Limits of a value: `maxLength`, `pattern` and so on. */
  [limit: string]: unknown
}

export type Content = Record<string, { schema: Schema }>

export interface Response {
  $ref?: string
  description: string
  content?: Content
}

export interface Call {
  operationId: string
  summary: string
  description: string
  tags: readonly string[]
  /** Empty = anybody may call. */
  security: readonly object[]
  servers: readonly { url: string }[]
  parameters?: readonly { in: string; name: string; required?: boolean; schema: Schema }[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, Response>
}

/** OpenAPI. */
export interface CallsDocument {
  info: { description: string }
  /** By path and method. */
  paths: Record<string, Record<string, Call>>
  components: { schemas: Record<string, Schema>; responses: Record<string, Response> }
}

export interface BrokerMessage {
  name: string
  summary: string
  tags: readonly { name: string }[]
  payload: { allOf: readonly Schema[] }
  'x-mandatory': boolean
}

/** A socket event. */
export interface SocketMessage {
  name: string
  summary?: string | undefined
  payload: Schema
}

interface Action {
  action: 'send' | 'receive'
  channel: { $ref: string }
  messages?: readonly { $ref: string }[]
}

export interface SocketChannel {
  title: string
  description: string
}

export interface BrokerChannel {
  bindings: { amqp: { exchange: { name: string } } }
}

/** AsyncAPI. */
export interface MessagesDocument {
  info: { description: string; [more: string]: unknown }
  [more: string]: unknown
  channels: Record<string, BrokerChannel | SocketChannel>
  operations: Record<string, Action>
  components: { schemas: Record<string, Schema>; messages: Record<string, BrokerMessage | SocketMessage> }
}
