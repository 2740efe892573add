import { hash } from 'node:crypto'
import type { ChannelAccount } from '@inbox/contracts'
import { Retryable } from '@inbox/kernel'
import type { ChannelContext } from '../channel.ts'
import type { ChannelEvent } from './channel-event.ts'
import type { Forward } from './forward.ts'
import { apiOf, appSecretOf } from './settings.ts'
import { toldSince } from './told-since.ts'
import { translate } from './translate.ts'

interface Dependencies extends Pick<ChannelContext, 'accounts' | 'payloads' | 'clock' | 'logger'> {
  tell: Forward
}

const AT_ONCE = 20
const LONGEST_NAME = 200

/** Hands on a notification's events, and stores it raw. */
export function createTake({ accounts, payloads, clock, tell, logger }: Dependencies) {
  /** The channel of a number: Meta may call one address for several numbers of one app. */
  const channelOf = (asked: ChannelAccount, phoneNumberId: string | undefined) => {
    const isOf = ({ settings }: ChannelAccount) => apiOf(settings)?.phoneNumberId === phoneNumberId
    if (phoneNumberId === undefined || isOf(asked)) return asked
    const secret = appSecretOf(asked.settings)
    return [...accounts.all()].find(
      each => each.kind === 'whatsapp' && each.active && isOf(each) && appSecretOf(each.settings) === secret
    )
  }
  /** Events that belong together, in order; one that must be redelivered does not hold up the rest. */
  const tellLine = async (
    account: ChannelAccount,
    line: readonly ChannelEvent[],
    requested: Map<ChannelEvent, Date>
  ) => {
    const problems: string[] = []
    const failures: Retryable[] = []
    for (const event of line) {
      try {
        const { problem, requestedAt } = await tell(account, event)
        if (problem !== undefined) problems.push(problem)
        if (requestedAt) requested.set(event, requestedAt)
      } catch (error) {
        if (error instanceof Retryable) failures.push(error)
        else {
          logger.error({ err: error, channelId: account.id }, 'could not pass on an event of a WhatsApp notification')
          problems.push(`${event.kind}: ${(error as Error).message}`)
        }
      }
    }
    return { problems, failures }
  }

  return async (asked: ChannelAccount, body: Buffer): Promise<void> => {
    const receivedAt = clock.now()
    const raw = body.toString('utf8')
    const problems: string[] = []
    const failures: Retryable[] = []
    const told = new Set<string>()
    const requested = new Map<ChannelEvent, Date>()
    const { notification, strings } = parsed(raw)
    const changes = translate(notification, receivedAt)
    for (const change of changes) {
      problems.push(...change.problems)
      const account = channelOf(asked, change.phoneNumberId)
      if (!account) {
        problems.push(`no channel has the number ${change.phoneNumberId}`)
        continue
      }
      told.add(account.id)
      const lines = [...Map.groupBy(change.events, ({ line }) => line).values()]
      for (let from = 0; from < lines.length; from += AT_ONCE) {
        const ends = await Promise.all(
          lines.slice(from, from + AT_ONCE).map(line => tellLine(account, line, requested))
        )
        problems.push(...ends.flatMap(each => each.problems))
        failures.push(...ends.flatMap(each => each.failures))
      }
    }
    if (failures[0]) throw failures[0]
    if (problems.length > 0)
      logger.warn({ channelId: asked.id, problems }, 'could not pass on all of a WhatsApp notification')
    told.delete(asked.id)
    const id = hash('sha256', `${asked.id} ${raw}`)
    const from = { channelId: asked.id, kind: 'whatsapp', receivedAt, body: raw } as const
    await payloads.keep({ id, ...from, problems, about: [...told], since: toldSince(changes, requested) }, strings)
  }
}

/** Also collects all strings that may name somebody, wherever Meta puts them. */
function parsed(raw: string): { notification?: unknown; strings: Set<string> } {
  const strings = new Set<string>()
  const look = (_: string, value: unknown) => {
    if (typeof value === 'string' && value.length <= LONGEST_NAME) strings.add(value)
    return value
  }
  try {
    return { notification: JSON.parse(raw, look), strings }
  } catch {
    return { strings }
  }
}
