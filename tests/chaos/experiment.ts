import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type PrivateInstance,
  type PrivateRabbitMq,
  type System,
  startEmbeddedMongo,
  startPrivateRabbitMq,
  startPrivateRedis
} from '@inbox/devstack'
import { type Recording, startJudgedSystem, startRecording } from '@inbox/history-checker'
import { type FaultProxy, startFaultProxy } from '@inbox/testing'
import { formTeam, type Team } from '../e2e/team.ts'
import { keepWorking, type Work } from './keep-working.ts'

/** A backing service of our own, and the network between it and the services. */
export interface Store<Instance extends PrivateInstance = PrivateInstance> {
  instance: Instance
  network: FaultProxy
}

/** The whole system on backing services of its own, with a team at work. */
export interface Experiment extends AsyncDisposable {
  system: System
  broker: Store<PrivateRabbitMq>
  redis: Store
  database: Store
  recording: Recording
  team: Team
  work: Work[]
  /** Ids of the messages of contacts that were answered 202. */
  accepted: Set<string>
}

export async function startExperiment(fileOrName: string): Promise<Experiment> {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-chaos-'))
  const cleanup = new AsyncDisposableStack()
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const behindNetwork = async <Instance extends PrivateInstance>(starting: Promise<Instance>) => {
    const instance = cleanup.use(await starting)
    return { instance, network: cleanup.use(await startFaultProxy(instance.url)) }
  }
  try {
    const broker = await behindNetwork(startPrivateRabbitMq({ dataDir: join(folder, 'rabbitmq') }))
    const redis = await behindNetwork(startPrivateRedis({ dataDir: join(folder, 'redis') }))
    const database = await behindNetwork(startEmbeddedMongo({ dataDir: join(folder, 'mongodb') }))
    const system = cleanup.use(
      await startJudgedSystem(fileOrName, {
        backing: {
          rabbitmqUrl: broker.network.url,
          managementUrl: broker.instance.managementUrl,
          redisUrl: redis.network.url,
          mongodbUrl: database.network.url
        }
      })
    )
    const recording = await startRecording(system)
    const team = cleanup.use(await formTeam(system, { mode: 'automatic', limits: [3, 3, 3, 3] }))
    const evening = new AbortController()
    cleanup.defer(() => evening.abort())
    const work = team.agents.map(agent => keepWorking(agent, evening.signal))
    const dispose = () => cleanup.disposeAsync()
    return {
      ...{ system, broker, redis, database, recording, team, work },
      accepted: new Set<string>(),
      [Symbol.asyncDispose]: dispose
    }
  } catch (error) {
    await cleanup.disposeAsync()
    throw error
  }
}
