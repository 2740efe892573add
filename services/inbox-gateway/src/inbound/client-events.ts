import { clientEvents } from '@inbox/contracts'
import { createSocketAnswers, isProgram, type SocketHandler } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Access } from '../application/access.ts'
import type { Previews } from '../application/previews.ts'
import type { Views } from '../outbound/views.ts'
import type { InboxSocket } from './socket-server.ts'

interface Dependencies {
  access: Pick<Access, 'identify'>
  views: Views
  previews: Previews
  /** Called with a fresh token of the same agent. */
  renewed: (socket: InboxSocket, identity: InboxSocket['data']['identity']) => void
  logger: Logger
}

const MAX_PER_SECOND = 50

/** Everything that an agent's socket may ask for, and what answers it. */
export const clientAnswers = ({ access, views, previews, renewed, logger }: Dependencies) =>
  createSocketAnswers<InboxSocket, typeof clientEvents>({
    schemas: clientEvents,
    handlers: {
      resume: async (socket, { versions }) => ok(await views.since(socket.data.user, versions)),
      gone: ofPeople(async (_, { conversationIds }) => ok({ gone: await views.gone(conversationIds) })),
      'preview.start': ofPeople((socket, { conversationId }) => previews.start(socket, conversationId)),
      'preview.stop': async (socket, { conversationId }) => ok(previews.stop(socket, conversationId)),
      typing: ofPeople((socket, { conversationId, typing }) => previews.type(socket, conversationId, typing)),
      authenticate: async (socket, { token }) => {
        const identity = await access.identify(token)
        if (identity?.id !== socket.data.user.id || !identity.user())
          return reject('unauthenticated', 'Not a valid token for this agent')
        renewed(socket, identity)
        return ok(identity.exp === undefined ? {} : { expiresAt: new Date(identity.exp * 1000).toISOString() })
      }
    },
    mostPerSecond: MAX_PER_SECOND,
    logger
  })

/** A program's socket only listens: nobody views a conversation or types there. */
const ofPeople =
  <Data>(handle: SocketHandler<InboxSocket, Data>): SocketHandler<InboxSocket, Data> =>
  async (socket, data) =>
    isProgram(socket.data.user) ? reject('forbidden', 'Not for service accounts') : handle(socket, data)
