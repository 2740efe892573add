import type { MessageType } from '@inbox/contracts'
import { z } from 'zod'
import { envelope, exchangeOf, messageTypes, namedSchemas, openUnlessStrict } from './catalogue.ts'
import type { MessagesDocument } from './documents.ts'
import { owners } from './owners.ts'
import { reachable } from './references.ts'
import { socketEvents, socketPart } from './socket-events.ts'
import { webhookMessages, webhookPart } from './webhook-events.ts'

const refTo = (section: string, name: string | undefined) => ({ $ref: `#/components/${section}/${name}` })

/** The message's type or, for several types with the same data, the words that they share: `conversation`. */
function dataNameOf(data: z.ZodType): string {
  const types = messageTypes.filter(type => type.data === data).map(({ type }) => type.split('.'))
  return types[0]!.filter((word, index) => types.every(words => words[index] === word)).join('.')
}

/**
 * JSON Schema (draft 7) of all named schemas, the envelope, data, and what sockets and webhooks carry; they refer to
 * each other by name.
 */
function schemas() {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(namedSchemas)) registry.add(schema, { id })
  for (const { data } of messageTypes) if (!registry.has(data)) registry.add(data, { id: `${dataNameOf(data)}.data` })
  for (const { id, payload } of webhookMessages) registry.add(payload, { id })
  for (const { id, payload } of socketEvents) if (!registry.has(payload)) registry.add(payload, { id })
  const { schemas: made } = z.toJSONSchema(registry, {
    target: 'draft-7',
    uri: id => `#/components/schemas/${id}`,
    override: openUnlessStrict
  })
  const bare = Object.entries(made).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema])
  return { nameOfSchema: (schema: z.ZodType) => registry.get(schema)?.id, made: Object.fromEntries(bare) }
}

const channelOf = (type: MessageType) => ({
  address: type.partOf ? `${type.type}.{part}` : type.type,
  ...(type.partOf && {
    parameters: { part: { description: 'Which part of these messages: consumers may take only some parts' } }
  }),
  title: `${exchangeOf(type)} · ${type.type}`,
  messages: { [type.type]: refTo('messages', type.type) },
  servers: [{ $ref: '#/servers/rabbitmq' }],
  bindings: {
    amqp: {
      is: 'routingKey',
      exchange: {
        name: exchangeOf(type),
        type: type.kind === 'event' ? 'topic' : 'direct',
        durable: true,
        autoDelete: false
      }
    }
  }
})

const messageOf = (type: MessageType, nameOfSchema: (schema: z.ZodType) => string | undefined) => ({
  name: type.type,
  title: type.type,
  summary: type.summary,
  contentType: 'application/json',
  headers: { type: 'object', properties: { 'x-schema': { type: 'integer', const: type.schema } } },
  tags: [{ name: type.owner }, { name: type.kind }],
  payload: {
    allOf: [
      refTo('schemas', nameOfSchema(envelope)),
      {
        type: 'object',
        properties: { type: { const: type.type }, data: refTo('schemas', nameOfSchema(type.data)) },
        required: ['type', 'data']
      }
    ]
  },
  'x-mandatory': type.mandatory
})

/** An event is sent by its owner, a command received by its owner. */
const operationOf = (type: MessageType) => ({
  action: type.kind === 'event' ? ('send' as const) : ('receive' as const),
  channel: { $ref: `#/channels/${type.type}` },
  title: `${type.owner} ${type.kind === 'event' ? 'publishes' : 'carries out'} ${type.type}`,
  summary: type.summary,
  tags: [{ name: type.owner }]
})

const byType = <Made>(make: (type: MessageType) => Made) =>
  Object.fromEntries(messageTypes.map(type => [type.type, make(type)]))

/** Everything that goes over the broker, over sockets and to webhooks, in one document. */
export function asyncApi(): MessagesDocument {
  const { nameOfSchema, made } = schemas()
  const sockets = socketPart(nameOfSchema)
  const webhooks = webhookPart()
  const messages = { ...byType(type => messageOf(type, nameOfSchema)), ...sockets.messages, ...webhooks.messages }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Service Inbox',
      version: '1',
      description:
        'Between services a channel is an exchange of RabbitMQ with a routing key. Events go to `<owner>.events` (topic), commands to `<owner>.commands` ' +
        '(direct). Delivery is at least once and unordered: `version` is that of the document `key`; one older than already seen ' +
        'is ignored. A consumer parks messages with a higher `x-schema` (1 if missing) than it knows. `x-mandatory`: publishing is repeated until some broker queue takes the message. Agents’ and visitors’ programs ' +
        'are notified through Socket.IO: one channel each, whose messages are its events. Other systems are notified by webhooks.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: owners
        .filter(({ name }) => messageTypes.some(({ owner }) => owner === name))
        .map(({ name, purpose }) => ({ name, description: purpose }))
    },
    defaultContentType: 'application/json',
    servers: {
      rabbitmq: {
        host: 'localhost:5672',
        protocol: 'amqp',
        protocolVersion: '0.9.1',
        description: 'RabbitMQ 3.10 or later'
      },
      ...sockets.servers,
      ...webhooks.servers
    },
    channels: { ...byType(channelOf), ...sockets.channels, ...webhooks.channels },
    operations: { ...byType(operationOf), ...sockets.operations, ...webhooks.operations },
    components: { messages, schemas: reachable(made, messages) }
  }
}
