import type { ReportDimension, ReportRow } from '@inbox/contracts'

const dimensionColumns = {
  day: [['day', ({ day }) => day]],
  department: [
    ['department', ({ names }) => names.department],
    ['departmentId', ({ departmentId }) => departmentId]
  ],
  agent: [
    ['agent', ({ names }) => names.agent],
    ['agentId', ({ agentId }) => agentId]
  ],
  channel: [
    ['channel', ({ names }) => names.channel],
    ['channelId', ({ channelId }) => channelId]
  ],
  reason: [['closeReason', ({ reason }) => reason]]
} satisfies Record<ReportDimension, [string, (row: ReportRow) => string | undefined][]>

const seconds = (ms: number | undefined) => (ms === undefined ? undefined : Math.round(ms / 100) / 10)

const share = (value: number | undefined) => (value === undefined ? undefined : Math.round(value * 1000) / 1000)

const figureColumns: [string, (row: ReportRow) => number | undefined][] = [
  ['arrived', row => row.arrived],
  ['unattended', row => row.unattended],
  ['started', row => row.started],
  ['startedInTime', row => row.startedInTime],
  ['serviceLevel', row => share(row.serviceLevel)],
  ['waitSeconds', row => seconds(row.waitMs)],
  ['longestWaitSeconds', row => seconds(row.longestWaitMs)],
  ['answered', row => row.answered],
  ['firstResponseSeconds', row => seconds(row.firstResponseMs)],
  ['longestFirstResponseSeconds', row => seconds(row.longestFirstResponseMs)],
  ['closed', row => row.closed],
  ['handlingSeconds', row => seconds(row.handlingMs)],
  ['ongoingSeconds', row => seconds(row.ongoingMs)],
  ['abandoned', row => row.abandoned],
  ['abandonedAfterSeconds', row => seconds(row.abandonedAfterMs)],
  ['abandonmentRate', row => share(row.abandonmentRate)],
  ['closedUnserved', row => row.closedUnserved],
  ['offered', row => row.offered],
  ['missed', row => row.missed],
  ['billed', row => row.billed],
  ['rated', row => row.rated],
  ['rating', row => row.rating],
  ['botStarted', row => row.botStarted],
  ['botSolved', row => row.botSolved],
  ['botHandedOver', row => row.botHandedOver]
]

/** RFC 4180, with a byte order mark so that spreadsheets recognise UTF-8. */
export function reportCsv(rows: readonly ReportRow[], by: readonly ReportDimension[]): string {
  const columns = [...by.flatMap(dimension => dimensionColumns[dimension]), ...figureColumns]
  const lines = [columns.map(([title]) => title), ...rows.map(row => columns.map(([, of]) => cellOf(of(row))))]
  return `\ufeff${lines.map(line => `${line.join(',')}\r\n`).join('')}`
}

/**
 * Where a formula could begin: at the start of a cell and, because a spreadsheet may split at separators of its own,
 * after each of them. East Asian input methods write the same signs in full and small width (OWASP, CSV injection).
 */
const FORMULAS = /(^|[,;|\t\r\n])(?=[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])/g

/** What looks like a formula is text to us, and must stay text in a spreadsheet. */
function cellOf(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value)
  const text = value.replace(FORMULAS, "$1'")
  return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
