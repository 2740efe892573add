import { join } from 'node:path'
import type { ByteStore } from './bytes.ts'
import { openFileBytes } from './file-bytes.ts'

interface Where {
  MEDIA_STORE: string
  MEDIA_S3_ENDPOINT?: string | undefined
  DATA_DIR: string
}

/** The store named in the settings. */
export async function openBytes({ MEDIA_STORE, MEDIA_S3_ENDPOINT, DATA_DIR }: Where): Promise<ByteStore> {
  if (MEDIA_STORE.startsWith('s3:')) {
    // its library would be a tenth of what every start loads
    const { openS3Bytes } = await import('./s3-bytes.ts')
    return openS3Bytes(MEDIA_STORE, MEDIA_S3_ENDPOINT)
  }
  return openFileBytes(MEDIA_STORE.slice('file:'.length).replace(/^\/\/(?=\/)/, '') || join(DATA_DIR, 'media'))
}
