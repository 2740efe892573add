/** The values at which a value axis has lines, from 0 to at least `most`. */
export type Ticks = (most: number) => number[]

/** The approximate number of lines. */
const WANTED = 4
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]
const SECONDS = [1, 2, 5, 10, 15, 30]
/** Seconds between lines, in steps natural for times: 15s, 5m, 2h, 1d. */
const STEPS_OF_TIME = [
  ...SECONDS,
  ...SECONDS.map(count => count * MINUTE),
  ...[1, 2, 3, 6, 12].map(count => count * HOUR)
]

/** At whole, round numbers. */
export const roundTicks: Ticks = most => every(Math.max(1, roundStep(most / WANTED)), most)

/** At round times, in seconds. */
export const timeTicks: Ticks = most => {
  const rough = most / WANTED
  return every(STEPS_OF_TIME.find(step => step >= rough) ?? Math.max(1, roundStep(rough / DAY)) * DAY, most)
}

/** The next of 1, 2, 5, 10, 20, 50 and so on. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10) * power
}

const every = (step: number, most: number) =>
  most > 0 ? Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step) : [0, 1]

/** For the small figures of axes; slightly wider than most, so that none is cut off. */
const CHARACTER_PX = 6.4
export const widthOf = (text: string): number => Math.ceil(text.length * CHARACTER_PX)

/** As much of a text as fits, with a sign that something is missing. */
export function shortened(text: string, roomPx: number): string {
  const most = Math.floor(roomPx / CHARACTER_PX)
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`
}

/** Where the middle of a label for `at` goes: there, unless it would leave the picture. */
export const kept = (at: number, labelPx: number, pictureWidth: number): number =>
  Math.max(labelPx / 2, Math.min(at, pictureWidth - labelPx / 2))

/** Which of `count` places get a label if there is room for `most`: evenly spread, always including the last. */
export function labelled(count: number, most: number): (index: number) => boolean {
  const every = Math.max(1, Math.ceil(count / Math.max(1, most)))
  return index => (count - 1 - index) % every === 0
}

/** An SVG path through points. */
export const pathThrough = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
