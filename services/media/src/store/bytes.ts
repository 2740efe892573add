import type { Readable } from 'node:stream'
import { Retryable } from '@inbox/kernel'
import type { ByteRange } from '../domain/byte-range.ts'

/** There is no room for more. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull'
}

/** Where the bytes of files are kept. Throws Retryable while it is away. */
export interface ByteStore {
  /** Keeps all that `bytes` brings, or nothing: until it resolves nobody can read any of it. Throws StorageFull, or what `bytes` fails with. */
  write(key: string, bytes: Readable): Promise<void>
  /** Throws Retryable when they cannot be read, also if they are not there: what has been kept was there. */
  read(key: string, range?: ByteRange): Promise<Readable>
  /** What is not there is removed. */
  remove(key: string): Promise<void>
  /** Rejects while nothing can be kept. */
  probe(): Promise<void>
}

/** The store's own failures; those of whoever sends the bytes stay as they are. */
export const away = (error: unknown): Retryable =>
  new Retryable(`the store of files: ${(error as Error).message}`, { cause: error })
