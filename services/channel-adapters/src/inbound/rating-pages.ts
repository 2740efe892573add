import { getConversationsById, postRating, type SatisfactionQuestions } from '@inbox/contracts'
import { type Client, rawBody } from '@inbox/http'
import { type Clock, Retryable } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import { z } from 'zod'
import type { App } from '../channels/channel.ts'
import { ratedBy } from '../domain/rating-link.ts'
import type { Ingest } from '../outbound/ingest.ts'
import { ratingPage, ratingPolicy, saidPage } from './rating-page.ts'
import { type RatingWords, wordsFor } from './rating-words.ts'

interface Dependencies {
  /** Calls queue, which alone knows what may be rated. */
  queue: Client
  ingest: Pick<Ingest, 'rating'>
  secrets: string
  clock: Clock
  logger: Logger
}

type Request = Parameters<Parameters<App['get']>[1]>[0]
type Response = Parameters<Parameters<App['get']>[1]>[1]

const PATH = '/rate/:token'
/** 2000 characters of any script, each encoded as %XX, and the stars. */
const LARGEST_BYTES = 32 * 1024

const form = z.object({
  stars: z.coerce.number().pipe(postRating.body.shape.stars),
  // if nothing in a comment is visible, the stars still count
  comment: postRating.body.shape.comment.catch(undefined)
})

/** The page for rating a conversation. Only its form rates: link previews open the address, too. */
export const ratingPages =
  ({ queue, ingest, secrets, clock, logger }: Dependencies) =>
  (app: App): void => {
    const found = async (token: string) => {
      const id = ratedBy(token, secrets)
      const asked = id === undefined ? undefined : await queue.call(getConversationsById, { query: { ids: id } })
      if (asked && !asked.ok) throw new Retryable(asked.error.detail)
      return asked?.value.items[0]
    }
    const answering =
      (answer: (request: Request, response: Response, words: RatingWords) => Promise<void>) =>
      async (request: Request, response: Response) => {
        const words = wordsFor(request.get('accept-language'))
        response.set({
          'Content-Security-Policy': ratingPolicy,
          'Cache-Control': 'no-store',
          'Referrer-Policy': 'no-referrer'
        })
        try {
          await answer(request, response, words)
        } catch (error) {
          if (!(error instanceof Retryable)) throw error
          logger.warn({ err: error }, 'could not take a rating; the contact is asked to try again')
          response.status(503).type('html').send(saidPage(words, words.later))
        }
      }
    /** `wrong`: why it asks again. */
    const ask = async (request: Request, words: RatingWords, wrong?: string) => {
      const conversation = await found(String(request.params.token))
      if (!conversation) return { status: 404, text: saidPage(words, words.unknown) }
      const { ratable, rating } = conversation
      if (rating) return { status: 200, text: saidPage(words, words.thanks) }
      if (!ratable || new Date(ratable.until) <= clock.now()) return { status: 410, text: saidPage(words, words.over) }
      return { status: 200, text: ratingPage(words, questionOf(words, ratable.questions), wrong), conversation }
    }

    app.get(
      PATH,
      answering(async (request, response, words) => {
        const { status, text } = await ask(request, words)
        response.status(status).type('html').send(text)
      })
    )
    app.post(
      PATH,
      rawBody(LARGEST_BYTES),
      answering(async (request, response, words) => {
        const { status, text, conversation } = await ask(request, words, words.choose)
        if (!conversation) return void response.status(status).type('html').send(text)
        const said = form.safeParse(Object.fromEntries(new URLSearchParams(bodyOf(request))))
        if (!said.success) return void response.status(400).type('html').send(text)
        const { stars, comment } = said.data
        const { id, channel, contact } = conversation
        const told = comment === undefined ? {} : { comment }
        const rating = {
          conversationId: id,
          contact: { id: contact.externalId },
          stars,
          ...told,
          at: clock.now().toISOString()
        }
        const taken = await ingest.rating(channel.id, rating)
        if (!taken.ok) throw new Retryable(taken.error.detail)
        response.type('html').send(saidPage(words, words.thanks))
      })
    )
  }

const bodyOf = ({ body }: Request): string => (Buffer.isBuffer(body) ? body.toString('utf8') : '')

const questionOf = ({ language, question }: RatingWords, own: SatisfactionQuestions = {}): string =>
  own[language] ?? question
