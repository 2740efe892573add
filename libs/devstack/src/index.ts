export { resolveChromium, resolveHeadlessChromium } from './backing-services/chromium.ts'
export { dockerAnswers } from './backing-services/docker-engine.ts'
export { freePort } from './backing-services/free-ports.ts'
export { newMailFolder } from './backing-services/mail/mail-folder.ts'
export { mailServersObstacle } from './backing-services/mail/mail-servers.ts'
export { type PrivateDovecot, startPrivateDovecot } from './backing-services/mail/private-dovecot.ts'
export { startPrivateExim } from './backing-services/mail/private-exim.ts'
export type { PrivateInstance, PrivateOptions } from './backing-services/private-instance.ts'
export { startEmbeddedMongo } from './backing-services/private-mongodb.ts'
export { type PrivateRabbitMq, startPrivateRabbitMq } from './backing-services/private-rabbitmq.ts'
export {
  type PrivateRabbitMqCluster,
  startPrivateRabbitMqCluster
} from './backing-services/private-rabbitmq-cluster.ts'
export { startPrivateRedis } from './backing-services/private-redis.ts'
export { type PrivateRedisCluster, startPrivateRedisCluster } from './backing-services/private-redis-cluster.ts'
export { type PrivateRedisPair, startPrivateRedisPair } from './backing-services/private-redis-pair.ts'
export { resolvePromtool } from './backing-services/promtool.ts'
export {
  type Infrastructure,
  type InfrastructureOptions,
  startInfrastructure
} from './backing-services/start-infrastructure.ts'
export { buildWeb } from './demo/build-web.ts'
export { newPassword } from './demo/credentials.ts'
export { startCustomers } from './demo/customers.ts'
export type { DemoFile } from './demo/demo-file.ts'
export { emailOf } from './demo/demo-plan.ts'
export { type Call, createJsonClient, listAll } from './demo/gateway-client.ts'
export { type DemoOptions, runDemo } from './demo/run-demo.ts'
export type { DemoData, DemoUser } from './demo/seed-demo.ts'
export { newWhatsAppAccount, whatsappSettings } from './demo/whatsapp.ts'
export { inSources } from './process/in-sources.ts'
export { COMPILE_CACHE, nodeProgram, serviceProgram, testProgram } from './process/node-program.ts'
export { SetupProblem } from './process/setup-problem.ts'
export { runOps } from './system/run-ops.ts'
export { type Service, serviceNames } from './system/services.ts'
export { type StoreUrls, type System, type SystemOptions, startSystem } from './system/system.ts'
