import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { systemClock } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { expect, test } from '@jest/globals'
import { createUpload } from './upload.ts'

/** An upload of at most 10 bytes to a store that opens its file first; `begun` is called just before that. */
function uploadOf(body: Readable, begun: () => void = () => undefined) {
  const forgotten: string[] = []
  const upload = createUpload({
    media: {
      begin: async () => {
        begun()
        await turn()
      },
      forget: async (id: string) => void forgotten.push(id)
    } as never,
    bytes: {
      write: async (_: string, bytes: Readable) => {
        await turn()
        await bytes.toArray()
      },
      remove: async () => undefined
    } as never,
    thumbnail: async () => ({}) as never,
    ...{ clock: systemClock, maxBytes: 10, unnamedMs: 1000, logger: createLogger('test', 'silent') }
  })
  return { forgotten, done: upload({ owner: { kind: 'user', id: 'ana' }, claimedType: 'text/plain', body }) }
}

test('an upload whose sender leaves while it is being written is abandoned, and nothing of it stays', async () => {
  const body = Readable.from([Buffer.of(1)])
  const { done, forgotten } = uploadOf(body, () => body.destroy())
  await expect(done).rejects.toMatchObject({ type: 'request.aborted' })
  expect(forgotten).toHaveLength(1)
}, 5000)

test('an upload that is too large before its file is open is refused, and ends nothing but itself', async () => {
  const { done, forgotten } = uploadOf(Readable.from([Buffer.alloc(20)]))
  expect(await done).toMatchObject({ ok: false, error: { code: 'too-large' } })
  expect(forgotten).toHaveLength(1)
}, 5000)
