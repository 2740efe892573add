import { err, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { z } from 'zod'
import { createLimit } from '../limit.ts'

type Outcome = Promise<Result<unknown, Rejection>>
/** Carries out a request that a socket sent as an event; a rejection becomes `{error}` in the acknowledgement. */
export type SocketHandler<Socket, Data> = (socket: Socket, data: Data) => Outcome

interface AnySocket {
  id: string
  onAny(listener: (name: string, payload: unknown, acknowledge: unknown) => void): unknown
  disconnect(close: true): unknown
}

interface SocketAnswersOptions<Socket, Schemas extends Record<string, z.ZodType>> {
  schemas: Schemas
  handlers: { [Name in keyof Schemas]: SocketHandler<Socket, z.output<Schemas[Name]>> }
  /** How many events one socket may send per second. */
  mostPerSecond: number
  logger: Logger
}

/** The report of an error must not be many times larger than the input. */
const MAX_DETAIL_LENGTH = 1000
/** A socket that keeps sending at so many times the allowed rate, although refused, is cut off. */
const FLOOD = 20

/** Everything that sockets may ask, and the handlers. One table shared by all: there are thousands of sockets. */
export function createSocketAnswers<Socket extends AnySocket, Schemas extends Record<string, z.ZodType>>({
  schemas,
  handlers,
  mostPerSecond,
  logger
}: SocketAnswersOptions<Socket, Schemas>): (socket: Socket) => void {
  const allowed = createLimit(1000, mostPerSecond)
  const borne = createLimit(1000, mostPerSecond * FLOOD)
  const outcomeOf = async (socket: Socket, name: string, payload: unknown): Outcome => {
    if (!allowed(socket.id, performance.now())) return reject('too-many-requests', 'Too many events per second')
    if (!Object.hasOwn(handlers, name)) return reject('not-found', 'No such event')
    const handle = (data: unknown) => (handlers[name] as SocketHandler<Socket, unknown>)(socket, data)
    return answer(name, schemas[name]!, payload, handle, logger)
  }
  return socket => {
    socket.onAny(async (name, payload, acknowledge) => {
      if (!borne(socket.id, performance.now())) return void socket.disconnect(true)
      const outcome = await outcomeOf(socket, name, payload)
      if (typeof acknowledge === 'function') acknowledge(outcome.ok ? outcome.value : { error: outcome.error })
    })
  }
}

async function answer(
  name: string,
  schema: z.ZodType,
  payload: unknown,
  handle: (data: unknown) => Outcome,
  logger: Logger
): Outcome {
  const parsed = schema.safeParse(payload)
  if (!parsed.success)
    return err({
      code: 'malformed',
      detail: parsed.error.issues
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; ')
        .slice(0, MAX_DETAIL_LENGTH)
    })
  try {
    return await handle(parsed.data)
  } catch (error) {
    if (error instanceof Retryable) return reject('unavailable', 'Temporarily unavailable; try again')
    logger.error({ err: error, event: name }, 'socket event failed')
    return reject('internal', 'An unexpected error occurred and has been logged')
  }
}
