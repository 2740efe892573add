import { readEnvironment } from '@inbox/runtime'
import { z } from 'zod'
import type { ByteStore } from '../../../services/media/src/store/bytes.ts'
import { openBytes } from '../../../services/media/src/store/open-bytes.ts'

/** The store of files, configured as for media. */
export function openFileStore(): Promise<ByteStore> {
  const where = {
    MEDIA_STORE: z.string().regex(/^(file:|s3:\/\/[^/]+)/, 'must begin with file: or s3://, as for media'),
    MEDIA_S3_ENDPOINT: z.url().optional(),
    DATA_DIR: z.string().default('.data')
  }
  return openBytes(readEnvironment(where))
}
