import { hash } from 'node:crypto'
import { type Envelope, envelope as envelopeSchema, exchangeOf, type MessageType } from '@inbox/contracts'
import { Defect, err, Malformed, ok, type PathIssue, type Result } from '@inbox/kernel'
import { currentTrace, NOT_TAKEN } from '@inbox/telemetry'
import type { Message, Options } from 'amqplib'
import type { z } from 'zod'
import type { Handler } from './handler.ts'

/** A message as handed to the broker. */
export interface Outgoing {
  exchange: string
  routingKey: string
  body: Buffer
  properties: Options.Publish
}

/** A message for a handler. */
export interface Delivery {
  handler: Handler
  envelope: Envelope
}

/** A message from a newer release that this one would misread. */
export class UnsupportedSchema extends Error {
  constructor({ type, schema: known }: MessageType, schema: number) {
    super(`unsupported version: ${type} has schema ${schema}; this release knows ${known}`)
  }
}

const CONTENT_TYPE = 'application/json'
/** Far more than any message in the contracts needs. */
const MAX_DEPTH = 32

/** Attempts made so far. */
export const ATTEMPT_HEADER = 'x-attempt'
/** Why the last attempt did not settle the message. */
export const REASON_HEADER = 'x-reason'
/** The `schema` of the message's type, as its producer knows it; 1 if missing. */
const SCHEMA_HEADER = 'x-schema'
/** The broker queue for which the message waits or is parked. */
export const ORIGIN_HEADER = 'x-origin'

/** `parsed`: made only of data that schemas have accepted, so checking it again would only cost time. */
export type Made = 'parsed' | 'unknown'

/** Encodes an envelope. Throws Defect if it does not match its type: better here than at every consumer. */
export function encode(service: string, type: MessageType, envelope: Envelope, made: Made = 'unknown'): Outgoing {
  if (made !== 'parsed') assertValid(type, envelope)
  return {
    exchange: exchangeOf(type),
    routingKey: routingKeyOf(type, envelope.data),
    body: Buffer.from(JSON.stringify(envelope)),
    properties: {
      persistent: true,
      mandatory: type.mandatory,
      messageId: envelope.id,
      type: type.type,
      contentType: CONTENT_TYPE,
      correlationId: envelope.correlationId,
      timestamp: Math.floor(Date.parse(envelope.occurredAt) / 1000),
      appId: service,
      // undefined headers are not sent: each header costs as much as everything else here
      headers: { [SCHEMA_HEADER]: type.schema === 1 ? undefined : type.schema, traceparent: takenTrace() }
    }
  }
}

/** Most messages are not traced: saying so in each would cost more than everything else tracing does. */
function takenTrace(): string | undefined {
  const traceparent = currentTrace()
  return traceparent === NOT_TAKEN ? undefined : traceparent
}

/** The `traceparent` of the message's trace. */
export function traceOf({ properties }: Message): string {
  const traceparent: unknown = properties.headers?.traceparent
  return typeof traceparent === 'string' ? traceparent : NOT_TAKEN
}

function assertValid(type: MessageType, envelope: Envelope): void {
  const issues = [...issuesOf(envelopeSchema, envelope, ''), ...issuesOf(type.data, envelope.data, 'data')]
  if (envelope.type !== type.type) issues.push({ path: 'type', message: `must be ${type.type}` })
  if (issues.length > 0) throw new Defect(`refusing to publish an invalid ${type.type}: ${inWords(issues)}`)
}

const routingKeyOf = ({ type, partOf }: MessageType, data: unknown) =>
  partOf ? `${type}.${partOf(data as never)}` : type

/** Decodes a message of at most `maxBytes` for the one of `handlers` that takes it, or says what is wrong with it. */
export function decode(
  message: Message,
  handlers: ReadonlyMap<string, Handler>,
  maxBytes: number
): Result<Delivery, Malformed | UnsupportedSchema> {
  const { contentType } = message.properties
  const size = message.content.length
  if (size > maxBytes) return err(new Malformed(`${size} bytes exceed the limit of ${maxBytes}`))
  if (contentType !== CONTENT_TYPE)
    return err(new Malformed(`content type must be ${CONTENT_TYPE}, not ${contentType}`))
  if (isDeeperThan(MAX_DEPTH, message.content)) return err(new Malformed(`nested more than ${MAX_DEPTH} levels deep`))
  const json = parseJson(message.content)
  if (!json.ok) return json
  const envelope = parse(envelopeSchema, json.value, '')
  if (!envelope.ok) return envelope
  const handler = handlers.get(envelope.value.type)
  if (!handler) return err(new Malformed('no handler', [{ path: 'type', message: `unknown: ${envelope.value.type}` }]))
  const schema: unknown = message.properties.headers?.[SCHEMA_HEADER]
  if (Number(schema) > handler.type.schema) return err(new UnsupportedSchema(handler.type, Number(schema)))
  const data = parse(handler.type.data, envelope.value.data, 'data')
  return data.ok ? ok({ handler, envelope: { ...envelope.value, data: data.value } }) : data
}

/** Headers from earlier hops are dropped: the broker would route by them again, or take the message for a cycle. */
const TRAVEL_HEADERS = /^(CC|BCC|x-(death|(first|last)-death-.*|delivery-count|acquired-count))$/

/** The same message with other headers, for another destination; undefined removes a header. */
export function forwarded(
  message: Message,
  to: { exchange: string; routingKey: string },
  headers: Record<string, string | number | undefined>
): Outgoing {
  const {
    headers: old,
    messageId,
    type,
    contentType,
    contentEncoding,
    correlationId,
    timestamp,
    appId
  } = message.properties
  const kept = Object.entries({ ...old, ...headers }).filter(
    ([name, value]) => value !== undefined && !TRAVEL_HEADERS.test(name)
  )
  const named = { messageId, type, contentType, contentEncoding, correlationId, timestamp, appId }
  const properties = { ...named, persistent: true, mandatory: true, headers: Object.fromEntries(kept) }
  return { ...to, body: message.content, properties }
}

/** How many attempts were made before; 0 if the header is missing or makes no sense. */
export function attemptsBefore({ properties }: Message): number {
  const attempts = properties.headers?.[ATTEMPT_HEADER]
  return Number.isInteger(attempts) && attempts > 0 ? attempts : 0
}

/** The message's id; for foreign messages without one, a hash of their content. */
export const messageIdOf = ({ properties, content }: Message): string =>
  properties.messageId ?? hash('sha256', content).slice(0, 16)

/** `data.contact.id: Invalid input; …` */
export const inWords = (issues: readonly PathIssue[]): string =>
  issues.map(({ path, message }) => `${path}: ${message}`).join('; ')

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_ARRAY, CLOSE_ARRAY] = Buffer.from('"\\{}[]')

/** Whether objects and arrays are nested deeper than `most`; scans the text without building anything. */
function isDeeperThan(most: number, json: Buffer): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (quoted) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) quoted = false
    } else if (byte === QUOTE) quoted = true
    else if (byte === OPEN || byte === OPEN_ARRAY) {
      if (++depth > most) return true
    } else if (byte === CLOSE || byte === CLOSE_ARRAY) depth -= 1
  }
  return false
}

function parseJson(content: Buffer): Result<unknown, Malformed> {
  try {
    return ok(JSON.parse(content.toString('utf8')))
  } catch {
    return err(new Malformed('not JSON'))
  }
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string
): Result<z.infer<Schema>, Malformed> {
  const parsed = schema.safeParse(value)
  return parsed.success ? ok(parsed.data) : err(new Malformed('does not match its schema', issuesIn(parsed.error, at)))
}

function issuesOf(schema: z.ZodType, value: unknown, at: string): PathIssue[] {
  const parsed = schema.safeParse(value)
  return parsed.success ? [] : issuesIn(parsed.error, at)
}

const issuesIn = (error: z.ZodError, at: string): PathIssue[] =>
  error.issues.map(({ path, message }) => ({ path: [...(at ? [at] : []), ...path].join('.'), message }))
