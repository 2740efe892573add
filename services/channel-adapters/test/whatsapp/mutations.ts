import type { Case } from './corpus.ts'

/** Numbers from 0 to 1, reproducible by the seed (mulberry32). */
function draws(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const ODD: unknown[] = [
  null,
  '',
  0,
  -1,
  1e300,
  true,
  [],
  {},
  [[]],
  'x',
  '\u0000',
  '\ud800',
  'y'.repeat(5000),
  { id: {} },
  ['a', null]
]

/** `count` notifications of a corpus, each with one to three parts removed, replaced, doubled or wrapped. */
export function* mutations(corpus: readonly Case[], seed: number, count: number): Generator<[unknown, string]> {
  const draw = draws(seed)
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(draw() * values.length)]!
  for (let made = 0; made < count; made++) {
    const [title, notification] = pick(corpus)
    const copy: { root: unknown } = { root: structuredClone(notification) }
    const changes = 1 + Math.floor(draw() * 3)
    for (let change = 0; change < changes; change++) mutate(copy)
    yield [copy.root, title]
  }

  function mutate(copy: { root: unknown }): void {
    const places = placesIn(copy)
    if (places.length === 0) return
    const [holder, key] = pick(places)
    const value = holder[key]
    const act = draw()
    if (act < 0.3) Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]
    else if (act < 0.7) holder[key] = structuredClone(pick(ODD))
    else if (act < 0.8) holder[key] = [value]
    else if (act < 0.9 && Array.isArray(holder)) holder.push(structuredClone(value))
    else if (typeof value === 'string')
      holder[key] = value.slice(0, Math.floor(draw() * value.length)) + String.fromCharCode(draw() * 0xffff)
    else holder[key] = { [key]: value }
  }
}

type Holder = Record<string, unknown>
function placesIn(value: unknown): [Holder, string][] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Holder
  return Object.keys(holder).flatMap(key => [[holder, key] as [Holder, string], ...placesIn(holder[key])])
}
