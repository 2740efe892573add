import { clientEvents } from '@inbox/contracts'
import { createSocketAnswers } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Access } from '../application/access.ts'
import type { Previews } from '../application/previews.ts'
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

const MAX_PER_SECOND = 50

/** Everything that an agent's socket may ask, and who answers. */
export const clientAnswers = ({ access, views, previews, renewed, logger }: Dependencies) =>
  createSocketAnswers<InboxSocket, typeof clientEvents>({
    schemas: clientEvents,
    handlers: {
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
    },
    mostPerSecond: MAX_PER_SECOND,
    logger
  })
