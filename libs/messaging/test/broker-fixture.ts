import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PrivateRabbitMq, startPrivateRabbitMq } from '@inbox/devstack'
import { isolate } from '@inbox/testing'
import { type Channel, type ChannelModel, connect } from 'amqplib'

/** A broker for one test file, with a vhost that nobody else uses. */
export interface TestBroker extends AsyncDisposable {
  url: string
}

export interface OpenBroker extends TestBroker {
  connection: ChannelModel
  channel: Channel
}

/** A vhost of its own on the broker that all tests share. */
export async function startBroker(): Promise<TestBroker> {
  const { rabbitmqUrl: url, remove } = await isolate(import.meta.url)
  return { url, [Symbol.asyncDispose]: remove }
}

/** `startBroker`, with a connection past our library: for what others do to the broker, and what a test wants to see there. */
export async function startOpenBroker(): Promise<OpenBroker> {
  const rabbit = await startBroker()
  const connection = await connect(rabbit.url)
  const channel = await connection.createChannel()
  return {
    ...{ url: rabbit.url, connection, channel },
    async [Symbol.asyncDispose]() {
      await connection.close()
      await rabbit[Symbol.asyncDispose]()
    }
  }
}

/** A broker of its own, which can be killed, frozen and started again. */
export async function startMortalBroker(options: { consumerTimeoutMs?: number } = {}): Promise<PrivateRabbitMq> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inbox-rabbitmq-'))
  const instance = await startPrivateRabbitMq({ dataDir, persistent: true, ...options })
  const dispose = async () => {
    await instance.stop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  return Object.assign(instance, { [Symbol.asyncDispose]: dispose })
}
