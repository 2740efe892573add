import { Transform } from 'node:stream'

type Fault = { kind: 'none' } | { kind: 'refuse' } | { kind: 'stall' } | { kind: 'delay'; ms: number }

/** What is wrong with a network, and what that does to the bytes on their way. */
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
    /** Nothing leaves the streams that there are any more. */
    abandon() {
      generation += 1
      waiting.clear()
    },
    /** A stream that lets through what the fault of that moment does. */
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
