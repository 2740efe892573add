/** Calls and notifications, newest last; the oldest are forgotten. */
export interface LogEntry {
  at: string
  /** A call of the Graph API, or a notification of ours. */
  what: 'call' | 'webhook'
  method: string
  url: string
  body: unknown
  /** 0: no answer. */
  status: number
  answer: unknown
}

const MOST = 5000

export function createLog() {
  let entries: LogEntry[] = []
  return {
    add(entry: LogEntry) {
      entries.push(entry)
      // trims rarely, and many entries at once
      if (entries.length > 2 * MOST) entries = entries.slice(-MOST)
    },
    all: (): readonly LogEntry[] => entries.slice(-MOST),
    clear() {
      entries = []
    }
  }
}
export type Log = ReturnType<typeof createLog>
