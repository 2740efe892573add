import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSystem } from '@inbox/devstack'
import { startBareServer, uploadTo } from './bare-upload.ts'
import type { Figure } from './figure.ts'
import { inTurns } from './in-turns.ts'
import { watchProcesses } from './processor.ts'

const MIB = 1024 ** 2
const SIZE = 64
const TURNS = 5
const piece = Buffer.alloc(MIB, 'x')

/**
 * A 64 MiB file uploaded by a channel, through ingest to media, compared with writing and syncing the same bytes to a
 * file, and with uploading them to servers that do nothing else, by one hop and by two.
 */
export async function uploads(): Promise<Figure[]> {
  await using system = await startSystem('bench_uploads', { env: { LOG_LEVEL: 'warn' } })
  const folder = await mkdtemp(join(tmpdir(), 'bench-uploads-'))
  const { apiKey } = system.demo.channels[0]!
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/octet-stream' }
  const body = Buffer.alloc(SIZE * MIB, 'x')
  await using bare = await startBareServer('keeping', join(folder, 'bare'))
  await using before = await startBareServer('passing', bare.url)
  const uploadAt = (url: string) => () =>
    perSecond(async () => {
      const status = await uploadTo(url, headers, body)
      if (status !== 201) throw new Error(`an upload was answered with ${status}`)
    })
  const upload = uploadAt(`${system.urls['channel-ingest']}/v1/media`)
  const measures = { upload, oneHop: uploadAt(bare.url), twoHops: uploadAt(before.url) }
  const write = () => perSecond(() => writeRaw(join(folder, 'raw')))
  await inTurns(1, write, measures)
  const turns = await inTurns(TURNS, write, measures)
  const shares = await watchProcesses({
    sender: [process.pid],
    'channel-ingest': [system.pid('channel-ingest')],
    media: [system.pid('media')]
  })
  for (let turn = 0; turn < TURNS; turn++) await upload()
  const busy = await shares()
  await rm(folder, { recursive: true, force: true })
  return [
    {
      goal: '–',
      what: `upload of ${SIZE} MiB by a channel, in MiB/s`,
      measured: turns.measured.upload,
      target: '≥ 0.5 x raw',
      beside: `raw write of the same data to a file, flushed: ${turns.bound}; upload to a bare Node server that hashes and writes it: ${turns.measured.oneHop}, through another that forwards it: ${turns.measured.twoHops}; during uploads ${busy}`
    }
  ]
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return SIZE / ((performance.now() - begun) / 1000)
}

async function writeRaw(path: string): Promise<void> {
  await using file = await open(path, 'w')
  for (let written = 0; written < SIZE; written++) await file.write(piece)
  await file.sync()
}
