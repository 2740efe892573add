import { Readable } from 'node:stream'
import { systemClock } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { expect, test } from '@jest/globals'
import { createUpload } from './upload.ts'

test('an upload whose sender leaves while it is being written down is given up, and nothing of it stays', async () => {
  const body = Readable.from([Buffer.of(1)])
  const forgotten: string[] = []
  const upload = createUpload({
    media: {
      begin: async () => {
        body.destroy()
        await new Promise(resolve => setImmediate(resolve))
      },
      forget: async (id: string) => void forgotten.push(id)
    } as never,
    bytes: {
      write: async (_: string, bytes: Readable) => void (await bytes.toArray()),
      remove: async () => undefined
    } as never,
    thumbnail: async () => ({}) as never,
    ...{ clock: systemClock, maxBytes: 10, unnamedMs: 1000, logger: createLogger('test', 'silent') }
  })
  const given = { owner: { kind: 'user', id: 'ana' } as const, claimedType: 'text/plain', body }
  await expect(upload(given)).rejects.toMatchObject({ type: 'request.aborted' })
  expect(forgotten).toHaveLength(1)
}, 5000)
