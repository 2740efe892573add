import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

/** Sends `body` in one request, as curl would: fetch itself would cost more than what is measured. Answers the status. */
export const uploadTo = (url: string, headers: Record<string, string>, body: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, answer => {
      answer.resume().on('end', () => resolve(answer.statusCode!))
    })
    sent.on('error', reject)
    sent.end(body)
  })

/** The least that any service of Node's must do with a file: take it over HTTP, hash it, and write it down, in a thread of its own. */
export async function startBareServer(path: string): Promise<AsyncDisposable & { url: string }> {
  const worker = new Worker(new URL(import.meta.url), { workerData: path })
  const port = await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject))
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      await worker.terminate()
    }
  }
}

if (!isMainThread) {
  const server = createServer(async (call, answer) => {
    const hash = createHash('sha256')
    call.pause().on('data', chunk => hash.update(chunk))
    await pipeline(call, createWriteStream(workerData, { flush: true, highWaterMark: 2 * 1024 ** 2 }))
    answer.writeHead(201).end(hash.digest('hex'))
  })
  server.listen(0, '127.0.0.1', () => parentPort!.postMessage((server.address() as AddressInfo).port))
}
