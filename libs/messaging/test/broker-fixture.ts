import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PrivateRabbitMq, startPrivateRabbitMq } from '@inbox/devstack'
import { isolate } from '@inbox/testing'

/** A broker for one test file, with a vhost that nobody else uses. */
export interface TestBroker extends AsyncDisposable {
  url: string
}

/** A vhost of its own on the broker that all tests share. */
export async function startBroker(): Promise<TestBroker> {
  const { rabbitmqUrl: url, remove } = await isolate(import.meta.url)
  return { url, [Symbol.asyncDispose]: remove }
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
