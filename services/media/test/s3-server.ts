import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'

/** An S3-compatible server with an empty bucket `files`; puts the keys it accepts into the environment. */
export async function startS3(): Promise<AsyncDisposable & { endpoint: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'inbox-s3-'))
  const options = {
    ...{ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: 'files' }] },
    // for calls on a bucket it expects another signature than Amazon
    allowMismatchedSignatures: true
  }
  const server = new S3rver(options)
  const { port } = await server.run()
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_REGION: 'us-east-1' })
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    }
  }
}
