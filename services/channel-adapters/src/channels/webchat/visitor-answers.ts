import { hash } from 'node:crypto'
import { type ChannelAccount, visitorClientEvents } from '@inbox/contracts'
import { createSocketAnswers } from '@inbox/http'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import { choicesOf } from './choices.ts'
import type { VisitorFiles } from './files.ts'
import { isSigned } from './identity.ts'
import type { Inbox } from './inbox.ts'
import type { VisitorLimits } from './limits.ts'
import type { Visit, VisitorSocket } from './visit.ts'
import { accountVisitorId, type Visitor } from './visitor.ts'
import { seenBy } from './visitor-view.ts'

interface Dependencies {
  webchat: (channelId: string) => ChannelAccount | undefined
  inbox: Omit<Inbox, 'chatOf'>
  visit: Pick<Visit, 'begin' | 'become'>
  limits: Pick<VisitorLimits, 'mayWrite'>
  files: Pick<VisitorFiles, 'contentOf'>
  clock: Clock
  logger: Logger
}

const MAX_PER_SECOND = 10
const nothing = (done: Result<unknown, Rejection>) => (done.ok ? ok({}) : done)

/** Everything that a visitor's socket may ask, and who answers it. */
export const visitorAnswers = ({ webchat, inbox, visit, limits, files, clock, logger }: Dependencies) =>
  createSocketAnswers<VisitorSocket, typeof visitorClientEvents>({
    schemas: visitorClientEvents,
    handlers: {
      async message(socket, { clientMessageId, content, departmentId }) {
        const { visitor, address } = socket.data
        const said = files.contentOf(visitor, content)
        if (!said.ok) return said
        const allowed = limits.mayWrite(visitor, address)
        if (!allowed.ok) return allowed
        // a department no longer offered is replaced by the channel's, rather than losing what was written
        const offered = choicesOf(webchat(visitor.channelId) ?? { settings: {} })
        const chosen = departmentId !== undefined && offered.includes(departmentId) ? departmentId : undefined
        const message = { clientMessageId, content: said.value, departmentId: chosen }
        const sent = await inbox.write(visitor, message, clock.now())
        if (!sent.ok) return sent
        await visit.begin(socket)
        return ok({ id: sent.value.id })
      },
      typing: async ({ data }, { typing }) => (data.hasChat ? nothing(await inbox.type(data.visitor, typing)) : ok({})),
      read: async ({ data }, { messageId }) => nothing(await inbox.read(data.visitor, messageId, clock.now())),
      rate: async ({ data }, rating) => nothing(await inbox.rate(data.visitor, rating, clock.now())),
      leave: async ({ data }) => nothing(await inbox.leave(data.visitor, clock.now())),
      async older({ data: { visitor } }, { before }) {
        const found = await inbox.before(visitor, before)
        if (!found.ok) return found
        const messages = found.value.messages.map(message => seenBy(visitor.id, message))
        return ok({ ...found.value, messages })
      },
      async details(socket, { consent, ...details }) {
        const consentAt = consent ? clock.now().toISOString() : undefined
        const known = { ...socket.data.visitor, ...details, ...(consentAt && { consentAt }) }
        const card = socket.data.hasChat && cardOf(known)
        if (card) {
          const allowed = limits.mayWrite(known, socket.data.address)
          if (!allowed.ok) return allowed
          // the same details are the same message, however often they are sent
          const clientMessageId = hash('sha256', JSON.stringify(card)).slice(0, 32)
          const told = await inbox.write(known, { clientMessageId, content: card }, clock.now())
          if (!told.ok) return told
        }
        return ok(await visit.become(socket, known))
      },
      async identify(socket, { id, signature, name, email }) {
        const { channelId } = socket.data.visitor
        const key = webchat(channelId)?.settings.identityKey
        if (typeof key !== 'string') return reject('not-supported', 'The channel has no identity key')
        if (!isSigned(id, signature, key)) return reject('unauthenticated', 'The signature does not match this id')
        return ok(await visit.become(socket, { channelId, id: accountVisitorId(id), name, email }))
      }
    },
    mostPerSecond: MAX_PER_SECOND,
    logger
  })

/** How to reach a visitor, as a message for agents; undefined if nothing is known. */
function cardOf({ name, email, phone }: Visitor) {
  const shown = name ?? email ?? phone
  if (shown === undefined) return undefined
  return {
    ...({ type: 'contactCard', name: shown } as const),
    ...(phone !== undefined && { phones: [phone] }),
    ...(email !== undefined && { emails: [email] })
  }
}
