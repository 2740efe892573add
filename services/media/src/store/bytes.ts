import type { Readable } from 'node:stream'
import { Retryable } from '@inbox/kernel'
import type { ByteRange } from '../domain/byte-range.ts'

/** There is no room left. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull'
}

/** Where the bytes of files are stored. Throws Retryable while it is away. */
export interface ByteStore {
  /** Stores all of `bytes` or nothing, unreadable until it resolves. Throws StorageFull, or the error of `bytes`. */
  write(key: string, bytes: Readable): Promise<void>
  /** Throws Retryable if they cannot be read, even if they are missing: what was stored was there. */
  read(key: string, range?: ByteRange): Promise<Readable>
  /** Idempotent: succeeds if it does not exist. */
  remove(key: string): Promise<void>
  /** Rejects while nothing can be stored. */
  probe(): Promise<void>
}

/** For the store's own failures; errors of the sender's stream are passed on unchanged. */
export const away = (error: unknown): Retryable =>
  new Retryable(`the file store failed: ${(error as Error).message}`, { cause: error })
