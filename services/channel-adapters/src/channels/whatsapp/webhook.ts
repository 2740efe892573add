import type { ChannelAccount } from '@inbox/contracts'
import { isSame, type Problem, problem, rawBody, refuse } from '@inbox/http'
import { Retryable } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { App, ChannelContext } from '../channel.ts'
import { appSecretOf, verifyTokenOf } from './settings.ts'
import { isSigned } from './signature.ts'

interface Dependencies {
  accounts: Pick<ChannelContext['accounts'], 'get' | 'ready'>
  /** Resolves once everything in it is handed over; throws Retryable if it must be redelivered. */
  take: (account: ChannelAccount, body: Buffer) => Promise<void>
  logger: Logger
}

const PATH = '/v1/whatsapp/:channelId/webhook'
/** Meta sends at most 3 MB. */
const LARGEST_BYTES = 4 * 1024 ** 2

/** The address that Meta calls: once to verify that it is ours, and then with everything that happens on the number. */
export const webhook =
  ({ accounts, take, logger }: Dependencies) =>
  (app: App): void => {
    const channelOf = (id: unknown): ChannelAccount | Problem => {
      const account = accounts.get(String(id))
      if (account?.kind === 'whatsapp' && account.active) return account
      return accounts.ready() ? problem(404, 'not-found', 'No such WhatsApp channel') : unavailable()
    }
    app.get(PATH, (request, response) => {
      const account = channelOf(request.params.channelId)
      if ('status' in account) return refuse(response, account)
      const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = request.query
      const expected = verifyTokenOf(account.settings)
      if (mode !== 'subscribe' || typeof challenge !== 'string' || typeof token !== 'string')
        return refuse(response, problem(400, 'malformed', 'hub.mode, hub.verify_token and hub.challenge are required'))
      if (expected === undefined || !isSame(token, expected))
        return refuse(response, problem(403, 'forbidden', 'The verify token does not match the channel'))
      response.type('text/plain').send(challenge)
    })
    app.post(PATH, rawBody(LARGEST_BYTES), async (request, response) => {
      const account = channelOf(request.params.channelId)
      if ('status' in account) return refuse(response, account)
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const secret = appSecretOf(account.settings)
      if (secret === undefined) return refuse(response, problem(403, 'forbidden', 'The channel has no app secret yet'))
      if (!isSigned(body, request.get('x-hub-signature-256'), secret))
        return refuse(response, problem(401, 'unauthenticated', "The signature does not match the channel's app"))
      try {
        await take(account, body)
        response.status(200).end()
      } catch (error) {
        // Meta retries whatever is not answered with 200
        if (!(error instanceof Retryable)) throw error
        logger.warn({ err: error, channelId: account.id }, 'could not take a WhatsApp notification; Meta will retry')
        refuse(response, unavailable())
      }
    })
  }

const unavailable = () => problem(503, 'unavailable', 'Temporarily unavailable; try again')
