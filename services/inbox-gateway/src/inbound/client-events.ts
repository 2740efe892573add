import { type ClientEvents, clientEvents } from '@inbox/contracts'
import { err, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Access } from '../access.ts'
import type { Views } from '../outbound/views.ts'
import type { Previews } from './previews.ts'
import type { InboxSocket } from './socket-server.ts'

interface Dependencies {
  access: Pick<Access, 'verify'>
  views: Views
  previews: Previews
  /** A fresh token of the same agent. */
  renewed: (socket: InboxSocket, claims: InboxSocket['data']['claims']) => void
  logger: Logger
}

type Outcome = Promise<Result<unknown, Rejection>>

const MOST_PER_SECOND = 50

/** Everything that a socket may ask. */
export function answerSocket(socket: InboxSocket, { access, views, previews, renewed, logger }: Dependencies): void {
  const handlers: { [Name in keyof ClientEvents]: (data: ClientEvents[Name]) => Outcome } = {
    resume: async ({ versions }) => ok(await views.since(socket.data.user, versions)),
    'preview.start': ({ conversationId }) => previews.start(socket, conversationId),
    'preview.stop': async ({ conversationId }) => ok(previews.stop(socket, conversationId)),
    typing: ({ conversationId, typing }) => previews.type(socket, conversationId, typing),
    authenticate: async ({ token }) => {
      const claims = await access.verify(token)
      if (claims?.sub !== socket.data.user.id) return reject('unauthenticated', 'Not a valid token of this agent')
      renewed(socket, claims)
      return ok({ expiresAt: new Date(claims.exp * 1000).toISOString() })
    }
  }
  const allowed = perSecond(MOST_PER_SECOND)

  for (const name of Object.keys(handlers) as (keyof ClientEvents)[]) {
    const handle = handlers[name] as (data: unknown) => Outcome
    socket.on(name, async (payload: unknown, acknowledge: unknown) => {
      const outcome = allowed()
        ? await answer(name, payload, handle, logger)
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
      detail: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
    })
  try {
    return await handle(parsed.data)
  } catch (error) {
    if (error instanceof Retryable) return reject('unavailable', 'Not possible at the moment; please repeat')
    logger.error({ err: error, event: name }, 'socket event failed')
    return reject('internal', 'An unexpected error; it has been logged')
  }
}

function perSecond(most: number): () => boolean {
  let [second, count] = [0, 0]
  return () => {
    const now = Math.floor(performance.now() / 1000)
    if (now !== second) [second, count] = [now, 0]
    count += 1
    return count <= most
  }
}
