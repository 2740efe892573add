import { setTimeout as sleep } from 'node:timers/promises'
import type { ChannelModel, ConfirmChannel, GetMessage } from 'amqplib'
import { connectOnce, cut } from './connection.ts'
import { atMost, CLOSING_MS } from './keep-open.ts'
import { ATTEMPT_HEADER, forwarded, messageIdOf, ORIGIN_HEADER, REASON_HEADER } from './message-format.ts'
import { declareFailurePaths, PARKING } from './topology.ts'

/** A parked message, which waits for an operator. */
export interface ParkedMessage {
  /** `<origin>/<message id>`: one event may be parked by several consumers. */
  id: string
  /** The broker queue it came from and is replayed to. */
  origin: string
  type: string | undefined
  reason: string
  attempts: number
  publishedAt: Date | undefined
  body: string
}

/** Parked messages, oldest first: all, or the first `limit`. Changes nothing. */
export async function listParked(url: string, options: { limit?: number } = {}): Promise<ParkedMessage[]> {
  const found: ParkedMessage[] = []
  await eachParked(url, parked => found.push(parked), options)
  return found
}

/** Shows the first `limit` parked messages one by one, oldest first; resolves with how many more there are. */
export async function eachParked(
  url: string,
  show: (parked: ParkedMessage) => unknown,
  { limit = Infinity }: { limit?: number } = {}
): Promise<number> {
  let shown = 0
  let more = 0
  await walkParked(url, async (_channel, message) => {
    if (shown === limit) more = message.fields.messageCount + 1
    if (shown === limit) return 'stop'
    show(describe(message))
    shown += 1
    return 'keep'
  })
  return more
}

export async function showParked(url: string, id: string): Promise<ParkedMessage | undefined> {
  let found: ParkedMessage | undefined
  await walkParked(url, async (_channel, message) => {
    const parked = describe(message)
    if (parked.id === id) found = parked
    return found ? 'stop' : 'keep'
  })
  return found
}

/**
 * Sends parked messages back to the broker queues they came from, with fresh attempts. Each leaves parking only once
 * the broker has confirmed it; `stuck` are those whose broker queue no longer exists or accepts nothing.
 */
export async function replayParked(
  url: string,
  ids: readonly string[] | 'all'
): Promise<{ replayed: string[]; stuck: string[] }> {
  const replayed: string[] = []
  const stuck: string[] = []
  await walkParked(url, async (channel, message) => {
    const { id, origin } = describe(message)
    // A message that comes straight back, because it still cannot be handled, is not replayed in circles.
    if (replayed.includes(id) || (ids !== 'all' && !ids.includes(id))) return 'keep'
    const arrived = await publishConfirmed(channel, origin, message)
    const list = arrived ? replayed : stuck
    list.push(id)
    return arrived ? 'remove' : 'keep'
  })
  return { replayed, stuck }
}

/** Returns those of the given messages that are to be deleted. */
type Going = (some: readonly ParkedMessage[]) => readonly ParkedMessage[] | Promise<readonly ParkedMessage[]>
const AT_ONCE = 100

/** Deletes parked messages: the given ids, or those that `which` returns; resolves with the ids it found. */
export async function dropParked(
  url: string,
  which: readonly string[] | Going,
  signal?: AbortSignal
): Promise<string[]> {
  const dropped: string[] = []
  const going: Going = typeof which === 'function' ? which : some => some.filter(({ id }) => which.includes(id))
  const inHand = new Map<ParkedMessage, GetMessage>()
  const judge = async (channel: ConfirmChannel) => {
    for (const parked of await going([...inHand.keys()])) {
      channel.ack(inHand.get(parked)!)
      dropped.push(parked.id)
    }
    inHand.clear()
  }
  const step: Step = async (channel, message) => {
    inHand.set(describe(message), message)
    if (inHand.size === AT_ONCE) await judge(channel)
    return 'keep'
  }
  await walkParked(url, step, { signal, atEnd: judge })
  return dropped
}

type Step = (channel: ConfirmChannel, message: GetMessage) => Promise<'keep' | 'remove' | 'stop'>

interface WalkOptions {
  signal?: AbortSignal | undefined
  atEnd?: (channel: ConfirmChannel) => Promise<void>
}

/**
 * Takes each currently parked message in hand once; those that are kept return when the channel closes. One walk at a time:
 * others would not see what it has in hand.
 */
async function walkParked(url: string, step: Step, { signal, atEnd }: WalkOptions = {}): Promise<void> {
  const connection = await connectOnce(url)
  connection.on('error', () => undefined)
  const aborted = Promise.withResolvers<never>()
  const breakOff = () => aborted.reject(signal?.reason)
  signal?.addEventListener('abort', breakOff)
  if (signal?.aborted) breakOff()
  try {
    // the broker may never answer
    await Promise.race([aborted.promise, walk(connection)])
    await atMost(CLOSING_MS, connection.close()).catch(error => cut(connection, error))
  } catch (error) {
    cut(connection, error as Error)
    throw error
  } finally {
    signal?.removeEventListener('abort', breakOff)
  }

  async function walk(connection: ChannelModel) {
    await waitForTurn(connection, signal)
    const channel = await connection.createConfirmChannel()
    channel.on('error', () => undefined)
    await declareFailurePaths(channel)
    for (let message = await channel.get(PARKING); message; message = await channel.get(PARKING)) {
      const verdict = await step(channel, message)
      if (verdict === 'remove') channel.ack(message)
      if (verdict === 'stop') break
    }
    await atEnd?.(channel)
    await channel.close()
  }
}

/** An exclusive broker queue belongs to one connection and disappears with it, however that ends. */
const TURN = `${PARKING}.walk`
const TURN_PAUSE_MS = 200

async function waitForTurn(connection: ChannelModel, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    const channel = await connection.createChannel()
    channel.on('error', () => undefined)
    try {
      await channel.assertQueue(TURN, { exclusive: true })
      return
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCKED) throw error
      await sleep(TURN_PAUSE_MS, undefined, { signal })
    }
  }
}
const LOCKED = 405

function publishConfirmed(channel: ConfirmChannel, origin: string, message: GetMessage): Promise<boolean> {
  const headers = { [ATTEMPT_HEADER]: undefined, [REASON_HEADER]: undefined, [ORIGIN_HEADER]: undefined }
  const { exchange, routingKey, body, properties } = forwarded(message, { exchange: '', routingKey: origin }, headers)
  return new Promise(resolve => {
    let returned = false
    const onReturn = () => {
      returned = true
    }
    channel.once('return', onReturn)
    channel.publish(exchange, routingKey, body, properties, error => {
      channel.off('return', onReturn)
      resolve(!error && !returned)
    })
  })
}

function describe(message: GetMessage): ParkedMessage {
  const { headers = {}, type, timestamp } = message.properties
  const death = headers['x-death']?.[0]
  const origin = String(headers[ORIGIN_HEADER] ?? death?.queue ?? message.fields.routingKey)
  return {
    id: `${origin}/${messageIdOf(message)}`,
    origin,
    type,
    reason: String(headers[REASON_HEADER] ?? `by the broker: ${death?.reason ?? 'unknown'}`),
    attempts: Number(headers[ATTEMPT_HEADER] ?? death?.count ?? 1),
    publishedAt: timestamp === undefined ? undefined : new Date(timestamp * 1000),
    body: message.content.toString('utf8')
  }
}
