import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { exchangeOf, type MessageType } from '@inbox/contracts'
import { coalesceWrites } from '@inbox/runtime'
import { connect, type Options } from 'amqplib'
import express, { type Request, type Response } from 'express'

interface Task {
  url: string
  exchange: string
  routingKey: string
  content: Uint8Array
  options: Options.Publish
}

/**
 * The least that an Express service must do with messages: parse them, publish one for each, and answer 202 once the
 * broker has confirmed. It validates, authenticates and converts nothing: it always publishes `sample`.
 */
export async function startBareIngest(
  url: string,
  type: MessageType,
  { content, properties }: { content: Buffer; properties: object }
): Promise<AsyncDisposable & { url: string }> {
  const options = { ...properties, mandatory: type.mandatory }
  const task: Task = { url, exchange: exchangeOf(type), routingKey: type.type, content, options }
  const worker = new Worker(new URL(import.meta.url), {
    workerData: task,
    // as much for young garbage as ingest has
    resourceLimits: { maxYoungGenerationSizeMb: 48 }
  })
  const port = await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject))
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await worker.terminate()
    }
  }
}

async function serve({ url, exchange, routingKey, content, options }: Task): Promise<number> {
  const model = await connect(url, { noDelay: true })
  coalesceWrites((model.connection as unknown as { stream: Duplex }).stream)
  const channel = await model.createConfirmChannel()
  const body = Buffer.from(content)
  const publish = ({ messageId }: { messageId: string }) =>
    new Promise<{ messageId: string }>((resolve, reject) => {
      const confirmed = (error: Error | null) => (error ? reject(error) : resolve({ messageId }))
      channel.publish(exchange, routingKey, body, options, confirmed)
    })
  const app = express()
    .use(express.json({ limit: '8mb' }))
    .post('/v1/messages', async (request: Request, response: Response) => {
      response.status(202).json(await publish(request.body))
    })
    .post('/v1/messages/batch', async (request: Request, response: Response) => {
      response.status(202).json({ results: await Promise.all(request.body.messages.map(publish)) })
    })
  return new Promise(resolve => {
    const server = app.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

if (!isMainThread) parentPort!.postMessage(await serve(workerData))
