import { type ClientEvents, clientEvents } from '@inbox/contracts'
import { err, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Access } from '../application/access.ts'
import type { Previews } from '../application/previews.ts'
import { createLimit } from '../domain/limit.ts'
import type { Views } from '../outbound/views.ts'
import type { InboxSocket } from './socket-server.ts'

interface Dependencies {
  access: Pick<Access, 'verify' | 'userBy'>
  views: Views
  previews: Previews
  /** A fresh token of the same agent. */
  renewed: (socket: InboxSocket, claims: InboxSocket['data']['claims']) => void
  logger: Logger
}

type Outcome = Promise<Result<unknown, Rejection>>
type Handle<Data> = (socket: InboxSocket, data: Data) => Outcome

const MOST_PER_SECOND = 50
/** What is wrong must not come back many times larger than it came. */
const LONGEST_DETAIL = 1000

/** Everything that a socket may ask, and who answers. One table for all: there are thousands of sockets. */
export function clientAnswers({ access, views, previews, renewed, logger }: Dependencies) {
  const handlers: { [Name in keyof ClientEvents]: Handle<ClientEvents[Name]> } = {
    resume: async (socket, { versions }) => ok(await views.since(socket.data.user, versions)),
    'preview.start': (socket, { conversationId }) => previews.start(socket, conversationId),
    'preview.stop': async (socket, { conversationId }) => ok(previews.stop(socket, conversationId)),
    typing: (socket, { conversationId, typing }) => previews.type(socket, conversationId, typing),
    authenticate: async (socket, { token }) => {
      const claims = await access.verify(token)
      if (claims?.sub !== socket.data.user.id || !access.userBy(claims))
        return reject('unauthenticated', 'Not a valid token of this agent')
      renewed(socket, claims)
      return ok({ expiresAt: new Date(claims.exp * 1000).toISOString() })
    }
  }
  const allowed = createLimit(1000, MOST_PER_SECOND)
  return (socket: InboxSocket): void => {
    socket.onAny(async (name: string, payload: unknown, acknowledge: unknown) => {
      if (!Object.hasOwn(handlers, name)) return
      const event = name as keyof ClientEvents
      const outcome = allowed(socket.id, performance.now())
        ? await answer(event, payload, data => (handlers[event] as Handle<unknown>)(socket, data), logger)
        : reject('too-many-requests', 'Too many events in a second')
      if (typeof acknowledge === 'function') acknowledge(outcome.ok ? outcome.value : { error: outcome.error })
    })
  }
}

async function answer(
  name: keyof ClientEvents,
  payload: unknown,
  handle: (data: unknown) => Outcome,
  logger: Logger
): Outcome {
  const parsed = clientEvents[name].safeParse(payload)
  if (!parsed.success)
    return err({
      code: 'malformed',
      detail: parsed.error.issues
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; ')
        .slice(0, LONGEST_DETAIL)
    })
  try {
    return await handle(parsed.data)
  } catch (error) {
    if (error instanceof Retryable) return reject('unavailable', 'Not possible at the moment; please repeat')
    logger.error({ err: error, event: name }, 'socket event failed')
    return reject('internal', 'An unexpected error; it has been logged')
  }
}
