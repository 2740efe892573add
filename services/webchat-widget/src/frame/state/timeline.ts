import type { VisitorMessage } from '@inbox/contracts'
import type { Chat } from './chat.ts'
import type { Outgoing } from './outbox.ts'

/** A message in the chat. */
export interface Line {
  /** The same before and after it is sent. */
  key: string
  from: VisitorMessage['from']
  name?: string | undefined
  content: VisitorMessage['content']
  /** Its file is no longer kept. */
  mediaGone?: boolean | undefined
  at: string
  /** The other side's reaction to it. */
  reaction?: string | undefined
  /** Set for what the visitor wrote here. */
  outgoing?: Outgoing
  /** Whether it is the first on its day. */
  newDay: boolean
  /** Whether it continues what the same person has just written, and whether the next one does. */
  continues: boolean
  continued: boolean
  /** Whether the conversation ended with it. */
  ends: boolean
}

/** After longer pauses a new group begins. */
const SAME_BREATH_MS = 5 * 60_000

/** Everything to be seen, in order: first what was said, then what is still on its way. */
export function timelineOf({ messages, outbox, ends }: Pick<Chat, 'messages' | 'outbox' | 'ends'>): Line[] {
  const said = messages.map(({ id, clientMessageId, from, name, content, mediaGone, at, reaction }) => {
    return { key: clientMessageId ?? id, from, name, content, mediaGone, at, reaction, ends: ends.includes(id) }
  })
  const underway = outbox.map(outgoing => {
    const { clientMessageId: key, content, at } = outgoing
    return { key, from: 'visitor' as const, content, at: new Date(at).toISOString(), ends: false, outgoing }
  })
  const all: Omit<Line, 'newDay' | 'continues' | 'continued'>[] = [...said, ...underway]
  return all.map((line, index) => ({
    ...line,
    newDay: !isSameDay(all[index - 1], line),
    continues: goesOn(all[index - 1], line),
    continued: goesOn(line, all[index + 1])
  }))
}

type Part = Pick<Line, 'from' | 'name' | 'at' | 'ends'>

const isSameDay = (one: Part | undefined, other: Part) =>
  one !== undefined && new Date(one.at).toDateString() === new Date(other.at).toDateString()

const goesOn = (one: Part | undefined, other: Part | undefined) =>
  one !== undefined &&
  other !== undefined &&
  !one.ends &&
  one.from === other.from &&
  one.name === other.name &&
  isSameDay(one, other) &&
  Math.abs(Date.parse(other.at) - Date.parse(one.at)) < SAME_BREATH_MS
