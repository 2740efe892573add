import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PrivateRabbitMq, startPrivateRabbitMq } from '@inbox/devstack'
import { isolate } from '@inbox/testing'
import { type Channel, type ChannelModel, connect } from 'amqplib'

/** A broker for one test file, with a vhost of its own. */
export interface TestBroker extends AsyncDisposable {
  url: string
}

export interface OpenBroker extends TestBroker {
  connection: ChannelModel
  channel: Channel
}

/** Creates a vhost on the broker that all tests share. */
export async function startBroker(): Promise<TestBroker> {
  const { rabbitmqUrl: url, remove } = await isolate(import.meta.url)
  return { url, [Symbol.asyncDispose]: remove }
}

/** `startBroker` plus a connection that bypasses our library, to act as others would and to inspect the broker. */
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

/** A private broker, which can be killed, frozen and restarted. */
export async function startMortalBroker(options: { consumerTimeoutMs?: number } = {}): Promise<PrivateRabbitMq> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inbox-rabbitmq-'))
  const instance = await startPrivateRabbitMq({ dataDir, persistent: true, ...options })
  const dispose = async () => {
    await instance.stop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  return Object.assign(instance, { [Symbol.asyncDispose]: dispose })
}
