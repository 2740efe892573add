import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'

const source = new URL('./passing-bytes.ts', import.meta.url).href

/** A process with some heap that streams 256 MiB in socket-sized chunks and prints the number of full collections. */
const program = (freed: boolean) => `
  import { PerformanceObserver, constants } from 'node:perf_hooks'
  import { setImmediate as next } from 'node:timers/promises'
  import { Readable } from 'node:stream'
  import { freeWhatPasses } from ${JSON.stringify(source)}
  const living = Array.from({ length: 200_000 }, (_, n) => ({ n, text: 'living ' + n }))
  gc()
  let whole = 0
  new PerformanceObserver(list => {
    whole += list.getEntries().filter(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR).length
  }).observe({ entryTypes: ['gc'] })
  const stream = new Readable({ read: () => undefined })
  if (${freed}) freeWhatPasses(stream)
  for (let n = 0; n < 4096; n++) {
    stream.emit('data', Buffer.allocUnsafeSlow(65_536))
    await next()
  }
  await next()
  console.log(whole, living.length)`

async function collections(freed: boolean): Promise<number> {
  const args = ['--expose-gc', '--max-old-space-size=256', '--max-semi-space-size=4', '--input-type=module', '-e']
  const { stdout } = await promisify(execFile)(process.execPath, [...args, program(freed)])
  return Number(stdout.split(' ')[0])
}

test('a stream that passes through a process and is freed on the way does not trigger full garbage collections', async () => {
  const [freed, left] = await Promise.all([collections(true), collections(false)])
  expect(left).toBeGreaterThan(3)
  expect(freed).toBeLessThan(left / 3)
}, 30_000)
