import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createServer, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

/**
 * Sends `body` in one request, as curl would; fetch would cost more than what is measured. Resolves with the status.
 */
export const uploadTo = (url: string, headers: Record<string, string>, body: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, answer => {
      answer.resume().on('end', () => resolve(answer.statusCode!))
    })
    sent.on('error', reject)
    sent.end(body)
  })

/** The least that any Node service must do with a file: accept it over HTTP, hash it, and write it to a path. */
const keeping =
  (path: string): RequestListener =>
  async (call, answer) => {
    const hash = createHash('sha256')
    call.pause().on('data', chunk => hash.update(chunk))
    await pipeline(call, createWriteStream(path, { flush: true, highWaterMark: 2 * 1024 ** 2 }))
    answer.writeHead(201).end(hash.digest('hex'))
  }

/** The least that it must do to forward it to another address. */
const passing =
  (url: string): RequestListener =>
  (call, answer) => {
    const sent = request(url, { method: 'POST', headers: call.headers }, back => {
      answer.writeHead(back.statusCode!)
      back.pipe(answer)
    })
    call.pipe(sent)
  }

const doing = { keeping, passing }

/** A server that does nothing else, as a separate process. */
export async function startBareServer(
  does: keyof typeof doing,
  pathOrUrl: string
): Promise<AsyncDisposable & { url: string }> {
  const child = fork(fileURLToPath(import.meta.url), [does, pathOrUrl])
  const [port] = await once(child, 'message')
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.kill()
      await gone
    }
  }
}

if (import.meta.main) {
  const [does, pathOrUrl] = process.argv.slice(2) as [keyof typeof doing, string]
  const server = createServer(doing[does](pathOrUrl))
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
}
