import { createWriteStream } from 'node:fs'
import { access, constants, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { away, type ByteStore, StorageFull } from './bytes.ts'

const READ_AHEAD = 256 * 1024
/** Data arriving during a write forms the next piece: few large ones cost much less than many small ones. */
const LARGEST_PIECE = 2 * 1024 ** 2

/** Stores bytes as files in a folder, spread over subfolders by the end of their keys. */
export function openFileBytes(folder: string): ByteStore {
  const incoming = join(folder, 'incoming')
  const partOf = (key: string) => join(incoming, key)
  const fileOf = (key: string) => join(folder, key.slice(-2), key)

  return {
    async write(key, bytes) {
      const part = partOf(key)
      try {
        await mine(mkdir(incoming, { recursive: true }))
        await writeWhole(part, bytes)
        await mine(moveForGood(part, fileOf(key)))
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined)
        throw error
      }
    },
    async read(key, range) {
      const file = await mine(open(fileOf(key)))
      return file.createReadStream({ ...range, highWaterMark: READ_AHEAD })
    },
    async remove(key) {
      await mine(Promise.all([fileOf(key), partOf(key)].map(path => rm(path, { force: true }))))
    },
    async probe() {
      await mine(mkdir(incoming, { recursive: true }))
      await mine(access(incoming, constants.W_OK))
    }
  }
}

/** Resolves once it is written and on disk. */
async function writeWhole(path: string, bytes: Readable): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true, highWaterMark: LARGEST_PIECE })
  let failure: Error | undefined
  file.once('error', error => {
    failure ??= error
  })
  bytes.once('error', error => {
    failure ??= error
  })
  try {
    await pipeline(bytes, file)
  } catch (error) {
    throw failure === undefined || isOfFiles(failure) ? kindOf(failure ?? error) : failure
  }
}

async function moveForGood(from: string, to: string): Promise<void> {
  const folder = dirname(to)
  await mkdir(folder, { recursive: true })
  await rename(from, to)
  // otherwise a power failure may lose the name
  const handle: FileHandle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

const isOfFiles = (error: unknown) =>
  ['open', 'write', 'fsync', 'close', 'mkdir', 'rename'].includes((error as NodeJS.ErrnoException).syscall ?? '')

const FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG']
const kindOf = (error: unknown) =>
  FULL.includes((error as NodeJS.ErrnoException).code) ? new StorageFull((error as Error).message) : away(error)

const mine = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw kindOf(error)
  })
