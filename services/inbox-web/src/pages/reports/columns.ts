import type { ReportDimension, ReportFigures } from '@inbox/contracts'
import { type Format, useFormat } from '../../i18n/format.ts'
import { useMessages } from './messages.ts'

export interface Column {
  title: string
  /** What is counted; docs/figures.md has the full definitions. */
  help: string
  of: (figures: ReportFigures) => string
}

const figures = {
  arrived: (row, format) => format.number(row.arrived),
  unattended: (row, format) => format.number(row.unattended),
  started: (row, format) => format.number(row.started),
  inTime: (row, format) => shareOf(row.serviceLevel, format),
  wait: (row, format) => timeOf(row.waitMs, format),
  longestWait: (row, format) => timeOf(row.longestWaitMs, format),
  firstResponse: (row, format) => timeOf(row.firstResponseMs, format),
  closed: (row, format) => format.number(row.closed),
  handling: (row, format) => timeOf(row.handlingMs, format),
  ongoing: (row, format) => (row.ongoingMs > 0 ? format.duration(row.ongoingMs) : '–'),
  abandoned: (row, format) => format.number(row.abandoned),
  abandonmentRate: (row, format) => shareOf(row.abandonmentRate, format),
  closedUnserved: (row, format) => format.number(row.closedUnserved),
  missed: (row, format) => format.number(row.missed),
  billed: (row, format) => format.number(row.billed),
  rated: (row, format) => format.number(row.rated),
  rating: (row, format) => (row.rating === undefined ? '–' : format.number(row.rating)),
  botStarted: (row, format) => format.number(row.botStarted),
  botSolved: (row, format) => format.number(row.botSolved),
  botHandedOver: (row, format) => format.number(row.botHandedOver)
} as const satisfies Record<string, (row: ReportFigures, format: Format) => string>
export type Figure = keyof typeof figures

const timeOf = (ms: number | undefined, format: Format) => (ms === undefined ? '–' : format.duration(ms))
const shareOf = (share: number | undefined, format: Format) => (share === undefined ? '–' : format.percent(share))

const waits = ['wait', 'longestWait', 'firstResponse'] as const
const bots = ['botStarted', 'botSolved', 'botHandedOver'] as const
const volumes = [
  ...(['arrived', 'unattended', 'started', 'inTime'] as const),
  ...waits,
  ...(['closed', 'handling', 'abandoned', 'abandonmentRate', 'closedUnserved', 'missed', 'billed'] as const),
  ...(['rated', 'rating'] as const),
  ...bots
] as const satisfies Figure[]

const ofDimension: Record<ReportDimension, readonly Figure[]> = {
  day: volumes,
  department: volumes,
  channel: volumes,
  // arrivals and abandonments belong to no agent
  agent: ['started', 'inTime', ...waits, 'closed', 'handling', 'ongoing', 'missed', 'rated', 'rating', ...bots],
  // only closed conversations have a reason
  reason: ['closed', 'handling', 'closedUnserved', 'abandoned']
}

/** The figures that are meaningful for rows by this dimension. */
export const columnsOf = (by: ReportDimension): readonly Figure[] => ofDimension[by]

export function useColumns(): Record<Figure, Column> {
  const t = useMessages()
  const format = useFormat()
  return Object.fromEntries(
    Object.entries(figures).map(([name, of]) => [
      name,
      { title: t[name as Figure], help: t.help[name as Figure], of: (row: ReportFigures) => of(row, format) }
    ])
  ) as unknown as Record<Figure, Column>
}
