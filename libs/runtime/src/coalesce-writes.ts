import type { Writable } from 'node:stream'

/**
 * Sends everything written to a socket in one turn with a single system call: libraries that write frame by frame
 * otherwise spend more time in those calls than in their own work.
 */
export function coalesceWrites(stream: Writable): void {
  const write = stream.write as (...args: unknown[]) => boolean
  const uncork = () => stream.uncork()
  stream.write = ((...args: unknown[]) => {
    if (stream.writableCorked === 0) {
      stream.cork()
      process.nextTick(uncork)
    }
    return write.apply(stream, args)
  }) as Writable['write']
}
