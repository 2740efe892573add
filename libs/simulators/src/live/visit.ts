import type { SeededRandom } from '@inbox/testing'
import { phrases } from './phrases.ts'
import { type Language, shares, type Talk, type Topic } from './talks.ts'

/** What a customer does next. */
export type Act =
  | { does: 'write'; text: string }
  /** Pictures that leave the phone all at once. */
  | { does: 'album'; pictures: number; caption?: string }
  | { does: 'sendLocation'; latitude: number; longitude: number; name: string }
  | { does: 'pause'; ms: number }
  /** Waits for the agent's answer; each time patience runs out, asks again whether anybody is there. */
  | { does: 'awaitAnswer'; patienceMs: number; nudges: readonly string[] }

export interface Persona {
  name: string
  language: Language
}

export interface Visit {
  acts: readonly Act[]
  /** How late the provider delivers the first message: its session window may be nearly or fully over. */
  lateByMs: number
  /** Closes the page at the end, however it ends; only web chat reports that. */
  closesPage: boolean
}

const MAX_NUDGES = 2
const HOUR_MS = 3_600_000

export function newPersona(random: SeededRandom): Persona {
  const language = weighted(random, shares)
  return { language, name: random.pick(phrases[language].names) }
}

/** What a customer will do on one visit, decided beforehand so that a seed reproduces it. */
export function planVisit(random: SeededRandom, language: Language, topic: Topic): Visit {
  const { talks, thanks, impatient } = phrases[language]
  const isHasty = random.next() < 0.25
  const talk = random.pick(talks.filter(each => each.topic === topic))
  const isSilent = random.next() < 0.15
  const nudges = isHasty ? [] : random.shuffle(impatient).slice(0, MAX_NUDGES)
  const patienceMs = () => (isHasty ? random.integer(15_000, 45_000) : random.integer(45_000, 180_000))
  const awaitAnswer = (): Act => ({ does: 'awaitAnswer', patienceMs: patienceMs(), nudges })
  const rounds = isSilent ? 0 : random.integer(1, talk.answers.length + 1)
  return {
    acts: [
      ...opening(random, talk),
      ...talk.answers.slice(0, rounds).flatMap(text => [awaitAnswer(), ...typed(random, text)]),
      ...(isSilent ? [] : [awaitAnswer(), ...typed(random, random.pick(thanks))])
    ],
    lateByMs: lateness(random),
    closesPage: random.next() < 0.8
  }
}

/** All in one breath, or line by line; sometimes with pictures or a place. */
function opening(random: SeededRandom, { opening: lines, caption }: Talk): Act[] {
  const pause = (): Act => ({ does: 'pause', ms: random.integer(200, 2500) })
  const words = lines.flatMap((text): Act[] => [{ does: 'write', text }, pause()])
  if (random.next() < 0.3)
    return [...words, { does: 'album', pictures: random.integer(2, 5), ...(caption && { caption }) }]
  if (random.next() < 0.08)
    return [...words, { does: 'sendLocation', latitude: -8.0631, longitude: -34.8711, name: 'Marco Zero, Recife' }]
  return words
}

const typed = (random: SeededRandom, text: string): Act[] => [
  { does: 'pause', ms: random.integer(1500, 4000) + text.length * random.integer(20, 60) },
  { does: 'write', text }
]

function lateness(random: SeededRandom): number {
  const chance = random.next()
  if (chance < 0.04) return 25 * HOUR_MS
  if (chance < 0.12) return 24 * HOUR_MS - random.integer(3, 50) * 60_000
  return 0
}

/** One of the entries, chosen in proportion to their shares. */
export function weighted<Item>(random: SeededRandom, entries: readonly (readonly [Item, number])[]): Item {
  let rest = random.next() * entries.reduce((sum, [, share]) => sum + share, 0)
  for (const [item, share] of entries) {
    rest -= share
    if (rest < 0) return item
  }
  return entries[entries.length - 1]![0]
}
