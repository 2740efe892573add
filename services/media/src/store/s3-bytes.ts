import type { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { away, type ByteStore, StorageFull } from './bytes.ts'

const PART = 8 * 1024 ** 2

/** Stores bytes as objects below a prefix of a bucket; `endpoint`: for a store other than Amazon's. */
export function openS3Bytes(address: string, endpoint: string | undefined): ByteStore & Disposable {
  const { hostname: Bucket, pathname } = new URL(address)
  const prefix = pathname.replace(/^\/+|\/+$/g, '')
  const keyOf = (key: string) => (prefix === '' ? key : `${prefix}/${key}`)
  const client = new S3Client({
    ...(endpoint && { endpoint, forcePathStyle: true }),
    // stores other than Amazon's often do not support checksums of parts
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 2
  })

  return {
    async write(key, bytes) {
      let failure: Error | undefined
      bytes.once('error', error => {
        failure ??= error
      })
      // an interrupted upload is aborted at the store as well
      const params = { Bucket, Key: keyOf(key), Body: bytes }
      const upload = new Upload({ client, params, queueSize: 2, partSize: PART, leavePartsOnError: false })
      await upload.done().catch((error: unknown) => {
        throw failure ?? kindOf(error)
      })
    },
    async read(key, range) {
      const Range = range && `bytes=${range.start}-${range.end}`
      const answer = await mine(client.send(new GetObjectCommand({ Bucket, Key: keyOf(key), Range })))
      return answer.Body as Readable
    },
    async remove(key) {
      await mine(client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(key) })))
    },
    async probe() {
      await mine(client.send(new HeadBucketCommand({ Bucket })))
    },
    [Symbol.dispose]: () => client.destroy()
  }
}

const FULL: readonly unknown[] = ['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage']

function kindOf(error: unknown) {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
  return FULL.includes(name) || $metadata?.httpStatusCode === 507 ? new StorageFull(message) : away(error)
}

const mine = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw kindOf(error)
  })
