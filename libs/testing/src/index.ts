export { type Constellation, type ConstellationOptions, startConstellation } from './constellation/constellation.ts'
export { type Service, serviceNames } from './constellation/services.ts'
export { runDemo } from './demo/run-demo.ts'
export type { DemoData, DemoUser } from './demo/seed-demo.ts'
export { freePort } from './infra/free-ports.ts'
export type { PrivateInstance, PrivateOptions } from './infra/private-instance.ts'
export { startEmbeddedMongo } from './infra/private-mongodb.ts'
export { type PrivateRabbitMq, startPrivateRabbitMq } from './infra/private-rabbitmq.ts'
export { startPrivateRedis } from './infra/private-redis.ts'
export {
  type Infrastructure,
  type InfrastructureOptions,
  resolveInfrastructure
} from './infra/resolve-infrastructure.ts'
export { type Isolated, isolate } from './isolation/isolate.ts'
export { type FaultProxy, startFaultProxy } from './network/fault-proxy.ts'
export { SetupProblem } from './process/setup-problem.ts'
export { type SeededRandom, seededRandom } from './random/seeded-random.ts'
export { type FakeClock, fakeClock } from './waiting/fake-clock.ts'
export { amqpQueuesEmpty, inactive, metricsIdle } from './waiting/probes.ts'
export { type Probe, settle } from './waiting/settle.ts'
export { type WaitOptions, waitFor } from './waiting/wait-for.ts'
