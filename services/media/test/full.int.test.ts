import { readdir } from 'node:fs/promises'
import type { Problem } from '@inbox/http'
import { expect, test } from '@jest/globals'
import { callsOf, spawnOne, startMedia } from './fixture.ts'

test('a full store refuses a file clearly, keeps nothing of it, loses nothing else, and accepts what still fits', async () => {
  await using around = await startMedia(import.meta.url)
  await using service = await spawnOne(around.config, '', 64)
  const media = callsOf(service.url)
  const before = await media.upload(Buffer.alloc(10_000, 1), { name: 'before.bin' })
  const refused = await media.upload(Buffer.alloc(100_000, 2), { name: 'large.bin' })
  expect([refused.status, refused.body as unknown as Problem]).toEqual([
    507,
    expect.objectContaining({
      ...{ code: 'storage-full', title: 'Insufficient storage' },
      detail: 'There is no space left for this file; tell your administrator'
    })
  ])
  const after = await media.upload(Buffer.alloc(10_000, 3), { name: 'after.bin' })
  expect([before.status, after.status]).toEqual([201, 201])
  for (const { body } of [before, after]) expect((await (await media.get(body)).arrayBuffer()).byteLength).toBe(10_000)
  const files = await readdir(around.folder, { recursive: true, withFileTypes: true })
  const kept = files.filter(each => each.isFile()).map(({ name }) => name)
  expect(kept.toSorted()).toEqual([before.body.id, after.body.id].toSorted())
}, 60_000)
