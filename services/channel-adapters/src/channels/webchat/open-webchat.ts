import type { Message } from '@inbox/contracts'
import { createAdmission } from '@inbox/http'
import { newId } from '@inbox/runtime'
import { openVisits, type VisitDocument } from '../../store/visits.ts'
import { openWidgets, type WidgetDocument } from '../../store/widgets.ts'
import type { OpenChannel } from '../channel.ts'
import { activeWebchat } from './active-webchat.ts'
import { startDepartures } from './departures.ts'
import { visitorEvents } from './events.ts'
import { createVisitorFiles, fileRoutes } from './files.ts'
import { createInbox } from './inbox.ts'
import { createVisitorLimits } from './limits.ts'
import { widgetSite } from './site.ts'
import { startVisitorSockets } from './sockets.ts'
import { createVisitorTokens } from './visitor-token.ts'

/** Web chat: its pages, its sockets, and what visitors are sent about their chats. */
export const openWebchat: OpenChannel = async context => {
  const { accounts, addresses, mongo, follow, clock, logger, config, publicUrl } = context
  const widgets = openWidgets(mongo.collection<WidgetDocument>('widgets'))
  const visits = await openVisits(mongo.collection<VisitDocument>('visits'), newId())
  const inbox = createInbox(context.ingest, context.queue)
  const shown = (channelId: string, origin: string) => {
    const onError = (error: unknown) => logger.warn({ err: error }, 'could not store where a web chat is shown')
    widgets.shown(channelId, { origin, at: clock.now() }).catch(onError)
  }
  const tokens = createVisitorTokens(config.VISITOR_TOKEN_SECRET)
  const files = createVisitorFiles(config.VISITOR_TOKEN_SECRET)
  const limits = createVisitorLimits({
    messagesPerMinute: config.VISITOR_MESSAGES_PER_MINUTE,
    uploadsPerMinute: config.VISITOR_UPLOADS_PER_MINUTE
  })
  const largestFile = config.VISITOR_UPLOAD_MAX_BYTES
  const show = (message: Message) => addresses.inMessage(message, clock.now())
  return {
    // returning visitors are shown the whole chat; those present were sent the message when it was appended
    deliver: async () => ({ kind: 'sent' }),
    // visitors read what is stored, however often it was pushed
    idempotent: true,
    async embedding(channelId) {
      const found = await widgets.lastShown(channelId)
      return {
        snippet: `<script src="${new URL(`/webchat/${channelId}/widget.js`, publicUrl)}" async></script>`,
        ...(found && { lastShown: { origin: found.origin, at: found.at.toISOString() } })
      }
    },
    routes: fileRoutes({
      tokens,
      files,
      limits,
      ingest: context.ingest,
      largest: largestFile,
      isWebchat: channelId => activeWebchat(accounts, channelId) !== undefined
    }),
    extend: widgetSite({ accounts, shown, folder: config.WIDGET_PATH }),
    async run(http) {
      const stack = new AsyncDisposableStack()
      stack.use(startDepartures({ visits, inbox, clock, goneMs: config.VISITOR_GONE_MS, logger }))
      const visitors = stack.use(
        startVisitorSockets({
          http: http.server,
          accounts,
          inbox,
          visits,
          clock,
          logger,
          tokens,
          files,
          limits,
          largestFile,
          admission: createAdmission({
            welcome: accounts.ready,
            addressOf: http.addressOf,
            otherOrigins: [],
            connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
            connectionsPerSecond: config.VISITOR_CONNECTIONS_PER_SECOND
          })
        })
      )
      stack.use(
        follow({ prefetch: 500, handlers: visitorEvents(visitors.send, show) }, async () => visitors.refreshAll())
      )
      return stack
    }
  }
}
