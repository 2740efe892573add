import type { ReportDimension } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type Collection, isTooSlow, storageCall } from '@inbox/storage'
import type { Group, Sums } from '../domain/report.ts'
import type { RecordedDocument } from './history.ts'
import type { MessageDocument } from './messages.ts'
import type { RatingDocument } from './ratings.ts'

export interface Period {
  /** Half-open: includes `from`, excludes `until`. */
  from: Date
  until: Date
  /** The time zone in which days begin and end. */
  timeZone: string
  by: readonly ReportDimension[]
  departmentId?: string | undefined
  channelId?: string | undefined
  agentId?: string | undefined
  /** Contacts who waited no longer than this were served in time. */
  targetMs: number
}

/** What happened in a period, aggregated by the database over one index range. */
export interface Reports {
  groups(period: Period): Promise<Result<Group[], Rejection>>
}

const TIMEOUT_MS = 10_000
const MAX_GROUPS = 5000

interface GroupDocument extends Partial<Sums> {
  _id: Record<string, string | null>
  channelName?: string
}
type Facts = Collection<RecordedDocument> | Collection<MessageDocument> | Collection<RatingDocument>

export function openReports(
  transitions: Collection<RecordedDocument>,
  messages: Collection<MessageDocument>,
  ratings: Collection<RatingDocument>
): Reports {
  const read = async (facts: Facts, period: Period, sums: object): Promise<Group[]> => {
    const pipeline = [
      { $match: within(period) },
      { $group: { _id: keyOf(period), ...nameOf(period), ...sums } },
      { $limit: MAX_GROUPS + 1 }
    ]
    const found = (await storageCall(() =>
      (facts as Collection<RecordedDocument>).aggregate(pipeline, { hint: 'facts', maxTimeMS: TIMEOUT_MS }).toArray()
    )) as unknown as GroupDocument[]
    return found.map(groupOf)
  }
  return {
    groups: async period => {
      try {
        const found = await Promise.all([
          read(transitions, period, sumsOfTransitions(period.targetMs)),
          read(messages, period, sumsOfAnswers),
          read(ratings, period, sumsOfRatings)
        ])
        return found.some(({ length }) => length > MAX_GROUPS)
          ? reject('unprocessable', 'Too many rows: ask for fewer days, or group by one thing only')
          : ok(found.flat())
      } catch (error) {
        if (!isTooSlow(error)) throw error
        return reject('unprocessable', 'Too much data for this period: ask for fewer days')
      }
    }
  }
}

// null = a fact that belongs to nobody, such as an arrival without an agent
const groupOf = ({ _id: key, channelName, ...sums }: GroupDocument): Group => ({
  key: Object.fromEntries(Object.entries(key).filter(([, value]) => typeof value === 'string')),
  ...(channelName !== undefined && { channelName }),
  sums
})

const within = ({ from, until, departmentId, channelId, agentId }: Period) => ({
  'fact.on': { $gte: from, $lt: until },
  ...(departmentId !== undefined && { 'fact.departmentId': departmentId }),
  ...(channelId !== undefined && { 'fact.channelId': channelId }),
  ...(agentId !== undefined && { 'fact.agentId': agentId })
})

const keyOf = ({ by, timeZone }: Period) => {
  const parts: Record<ReportDimension, unknown> = {
    day: { $dateToString: { date: '$fact.on', format: '%Y-%m-%d', timezone: timeZone } },
    department: '$fact.departmentId',
    agent: '$fact.agentId',
    channel: '$fact.channelId',
    // in older closings the cause was the reason
    reason: { $cond: [{ $eq: ['$to', 'closed'] }, { $ifNull: ['$reason', '$cause'] }, null] }
  }
  return Object.fromEntries(by.map(dimension => [dimension, parts[dimension]]))
}

const nameOf = ({ by }: Period) => (by.includes('channel') ? { channelName: { $last: '$fact.channelName' } } : {})

const when = (conditions: object[], value: unknown = 1) => ({ $sum: { $cond: [{ $and: conditions }, value, 0] } })
const from = (...statuses: (string | null)[]) => ({ $in: [{ $ifNull: ['$from', null] }, statuses] })
const to = (...statuses: string[]) => ({ $in: ['$to', statuses] })

function sumsOfTransitions(targetMs: number): Record<keyof Partial<Sums>, unknown> | object {
  const waited = { $gte: ['$waitedMs', 0] }
  const starts = [waited, to('ongoing')]
  const handled = { $gte: ['$handledMs', 0] }
  const byAgent = { $eq: ['$actor.kind', 'agent'] }
  const ends = [waited, to('inactive', 'closed'), { $not: [byAgent] }]
  const byBot = { $eq: ['$bot', true] }
  const byPerson = { $not: [byBot] }
  return {
    arrived: when([from(null), to('queued', 'inactive')]),
    unattended: when([from(null), to('inactive')]),
    started: when(starts),
    startedInTime: when([...starts, { $lte: ['$waitedMs', targetMs] }]),
    waitedMs: when(starts, '$waitedMs'),
    longestWaitMs: { $max: { $cond: [{ $and: starts }, '$waitedMs', 0] } },
    closed: when([handled]),
    handledMs: when([handled], '$handledMs'),
    ongoingMs: when([from('ongoing'), byPerson], { $ifNull: ['$lastedMs', 0] }),
    abandoned: when(ends),
    abandonedMs: when(ends, '$waitedMs'),
    closedUnserved: when([waited, to('closed'), byAgent]),
    offered: when([from('queued'), to('offered'), byPerson]),
    missed: when([from('offered'), to('queued'), { $in: ['$cause', ['deadline', 'declined']] }, byPerson]),
    botStarted: when([to('ongoing'), byBot]),
    botSolved: when([from('ongoing'), to('closed'), byBot, { $eq: ['$actor.bot', true] }, { $not: [handled] }]),
    botHandedOver: when([from('ongoing'), to('queued', 'offered'), byBot])
  }
}

/** All that is read of a message: what stays of it after its retention. */
export const ANSWER_FIELDS = ['fact', 'firstResponseMs', 'cost', 'status'] as const

const sumsOfAnswers = {
  answered: { $sum: { $cond: [{ $gte: ['$firstResponseMs', 0] }, 1, 0] } },
  respondedMs: { $sum: '$firstResponseMs' },
  longestResponseMs: { $max: '$firstResponseMs' },
  billed: { $sum: { $cond: [{ $and: ['$cost.billable', { $ne: ['$status', 'failed'] }] }, 1, 0] } }
}

const sumsOfRatings = { rated: { $sum: 1 }, stars: { $sum: '$stars' } }
