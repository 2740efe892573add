import { z } from 'zod'
import { operation, supervision } from '../operation.ts'
import { id, instant, timeZone } from '../primitives.ts'

const MAX_REPORT_DAYS = 92

export const reportDimension = z.enum(['day', 'department', 'agent', 'channel', 'reason'])
export type ReportDimension = z.infer<typeof reportDimension>
const dimensions = z
  .string()
  .transform(text => text.split(',').filter(Boolean))
  .pipe(
    z
      .array(reportDimension)
      .min(1)
      .max(2)
      .refine(given => new Set(given).size === given.length, 'must not contain duplicates')
  )

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000
const reportQuery = z
  .object({
    /** First and last day, in `timeZone`. */
    from: z.iso.date(),
    to: z.iso.date(),
    timeZone: timeZone.default('UTC'),
    /** One or two of day, department, agent, channel and close reason. */
    by: dimensions.default(['day']),
    departmentId: id.optional(),
    channelId: id.optional(),
    agentId: id.optional(),
    /** Those who waited no longer than this were served in time. */
    targetSeconds: z.coerce.number().int().min(1).max(86_400).default(60)
  })
  .check(({ value, issues }) => {
    const days = daysBetween(value.from, value.to)
    if (days < 0) issues.push({ code: 'custom', input: value, path: ['to'], message: 'must not be before from' })
    if (days >= MAX_REPORT_DAYS)
      issues.push({
        code: 'custom',
        input: value,
        path: ['to'],
        message: `must be less than ${MAX_REPORT_DAYS} days after from`
      })
  })

const count = z.int().nonnegative()
const average = z.number().nonnegative().optional()
const share = z.number().min(0).max(1).optional()

/**
 * What happened in a period; each fact counts on the day on which it happened. Averages and shares are missing if there
 * is nothing to average. Times are in ms. Each figure is defined in docs/figures.md.
 */
export const reportFigures = z.object({
  arrived: count,
  /** Of `arrived`: those that came while nobody could answer, or after their session window. */
  unattended: count,
  /** Served for the first time. */
  started: count,
  startedInTime: count,
  /** The share of `startedInTime` in all waits that ended, by a start or by giving up. */
  serviceLevel: share,
  /** From the contact's first message to the start. */
  waitMs: average,
  longestWaitMs: average,
  /** From the contact's first message to the first answer. */
  answered: count,
  firstResponseMs: average,
  longestFirstResponseMs: average,
  /** Closed after having been served. */
  closed: count,
  /** For those closed: their time in Ongoing, across all agents who had them. */
  handlingMs: average,
  /** All ended time in Ongoing, whether the conversation ended or not; for agents, their own. */
  ongoingMs: z.number().nonnegative(),
  /** The wait ended without a start: the visitor left, nobody was there, or the session window ended. */
  abandoned: count,
  abandonedAfterMs: average,
  /** The share of `abandoned` in all waits that ended, by a start or by giving up. */
  abandonmentRate: share,
  /** Closed from Queue by a supervisor without ever being served. */
  closedUnserved: count,
  offered: count,
  /** Of `offered`: declined, or not answered in time. */
  missed: count,
  /** Our messages that the provider charges for. */
  billed: count,
  /** Contacts who gave a rating, and their average number of stars. */
  rated: count,
  rating: z.number().min(1).max(5).optional(),
  /** Taken by bots, whose work is not in any figure above. */
  botStarted: count,
  /** Of the bots' conversations: ended by the bot without ever being served by a person. */
  botSolved: count,
  /** Of the bots' conversations: passed to people, handed over or taken away. */
  botHandedOver: count
})
export type ReportFigures = z.infer<typeof reportFigures>

export const reportRow = reportFigures.extend({
  day: z.iso.date().optional(),
  departmentId: id.optional(),
  agentId: id.optional(),
  channelId: id.optional(),
  /**
   * Why they were closed, as chosen by agents; `closed`, `superseded`, `visitorLeft`, `answeredElsewhere` and `merged`
   * are given where nobody chose.
   */
  reason: z.string().optional(),
  /** Names of the department, agent or channel, if known. */
  names: z.object({ department: z.string(), agent: z.string(), channel: z.string() }).partial()
})
export type ReportRow = z.infer<typeof reportRow>

const report = { owner: 'queue', method: 'get', audience: supervision, scope: 'reports:read', public: true } as const

export const getConversationReport = operation({
  ...report,
  id: 'getConversationReport',
  path: '/v1/reports/conversations',
  query: reportQuery,
  answer: z.object({ rows: z.array(reportRow), total: reportFigures }),
  summary:
    'Volumes, waiting, first response, handling and abandonment, by day, department, agent, channel or close reason'
})
export const getConversationReportCsv = operation({
  ...report,
  id: 'getConversationReportCsv',
  path: '/v1/reports/conversations.csv',
  query: reportQuery,
  answer: z.string(),
  media: 'text/csv',
  summary: 'The same report as CSV'
})

/** A department's activity in one time step. */
export const activityPoint = z.object({
  at: instant,
  departmentId: id,
  arrived: count,
  started: count,
  closed: count,
  abandoned: count,
  /** How many were in Queue at the end of the step. */
  waiting: count
})
export type ActivityPoint = z.infer<typeof activityPoint>

export const getActivity = operation({
  ...report,
  id: 'getActivity',
  path: '/v1/monitor/activity',
  query: z.object({
    hours: z.coerce.number().int().min(1).max(24).default(8),
    stepMinutes: z.coerce
      .number()
      .int()
      .refine(minutes => [5, 10, 15, 30, 60].includes(minutes), 'must be 5, 10, 15, 30 or 60')
      .default(15)
  }),
  answer: z.object({ stepMinutes: z.int(), points: z.array(activityPoint) }),
  summary: 'The last few hours of each department in steps, oldest first'
})
