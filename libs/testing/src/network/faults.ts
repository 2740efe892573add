import { Transform } from 'node:stream'

type Fault = { kind: 'none' } | { kind: 'refuse' } | { kind: 'stall' } | { kind: 'delay'; ms: number }

/** The current fault of a network, and its effect on bytes in transit. */
export function createFaults() {
  let generation = 0
  let fault: Fault = { kind: 'none' }
  const waiting = new Set<() => void>()
  return {
    now: () => fault,
    become(next: Fault) {
      fault = next
      if (next.kind === 'stall') return
      for (const go of waiting) go()
      waiting.clear()
    },
    /** Nothing leaves the existing streams any more. */
    abandon() {
      generation += 1
      waiting.clear()
    },
    /** A stream that passes on what the current fault lets through. */
    passOn(): Transform {
      const born = generation
      return new Transform({
        transform(chunk, _encoding, done) {
          if (born !== generation) return
          const go = () => done(null, chunk)
          if (fault.kind === 'stall') waiting.add(go)
          else if (fault.kind === 'delay') setTimeout(go, fault.ms)
          else go()
        }
      })
    }
  }
}
