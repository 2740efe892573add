import type { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** About a fifth of what has V8 look at the whole heap of a service, which takes as long as 100 ms. */
const COLLECTED_AFTER = 4 * 1024 ** 2

type Collect = (options: { type: 'minor' }) => void
let collect: Collect | undefined
let passed = 0

/**
 * Has the pieces of what streams through, and flows already, freed while it does. They die young, but lie outside of V8's heap,
 * to whose growth it counts them: it would look at all that lives, again and again, to find them.
 */
export function freeWhatPasses(stream: Readable): void {
  stream.on('data', (piece: Buffer) => {
    passed += piece.length
    if (passed < COLLECTED_AFTER) return
    passed = 0
    collect ??= exposed()
    collect({ type: 'minor' })
  })
}

function exposed(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as Collect
}
