import {
  agentChanged,
  cannedReplyChanged,
  channelChanged,
  departmentChanged,
  directoryAudited,
  signInEnded
} from '@inbox/contracts'
import { serveHttp, serviceCallers } from '@inbox/http'
import { type Clock, systemClock } from '@inbox/kernel'
import { connectBroker } from '@inbox/messaging'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import type { Config } from './config.ts'
import { openDirectory } from './directory.ts'
import { ensureAdministrator } from './first-administrator.ts'
import { finishHandOvers } from './hand-over.ts'
import { routes } from './inbound/http.ts'

/** Departments, agents, channels and sign-in. */
export async function start(config: Config, clock: Clock = systemClock): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('directory', config.LOG_LEVEL)
  const mongo = stack.use(
    await connectMongo({
      url: config.MONGODB_URL,
      database: `${config.MONGODB_DATABASE_PREFIX}_directory`,
      logger
    })
  )
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'directory',
      publishes: [departmentChanged, agentChanged, channelChanged, cannedReplyChanged, directoryAudited, signInEnded],
      logger
    })
  )
  const directory = stack.use(await openDirectory({ mongo, publish: broker.publish, config, clock, logger }))
  await finishHandOvers(directory)
  // on the terminal whatever the log level: without it nobody could ever sign in
  await ensureAdministrator(directory.agents, config, line => process.stderr.write(`${line}\n`))
  const http = stack.use(
    await serveHttp({
      port: config.DIRECTORY_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes(directory),
      authenticate: serviceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => [...(broker.ready() ? [] : ['broker']), ...(mongo.ready() ? [] : ['database'])],
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
