import { Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import { coalesceWrites } from './coalesce-writes.ts'

function recording() {
  const calls: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      calls.push(String(chunk))
      done()
    },
    writev(chunks, done) {
      calls.push(chunks.map(({ chunk }) => String(chunk)).join('+'))
      done()
    }
  })
  coalesceWrites(stream)
  return { stream, calls }
}

it('what is written at the same moment is sent together, in order, with its callbacks', async () => {
  const { stream, calls } = recording()
  const done: string[] = []
  stream.write('a', () => done.push('a'))
  stream.write('b', () => done.push('b'))
  await nextTurn()
  stream.write('c')
  await nextTurn()
  expect(calls).toEqual(['a+b', 'c'])
  expect(done).toEqual(['a', 'b'])
})

it('what was written before the end is sent before the end', async () => {
  const { stream, calls } = recording()
  stream.write('a')
  stream.end('b')
  await nextTurn()
  expect(calls.join('+')).toBe('a+b')
  expect(stream.writableFinished).toBe(true)
})
