import { chmod, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createMailPages } from '@inbox/mail-double'
import { createPhonePages } from '@inbox/whatsapp-double'
import { type Infrastructure, startInfrastructure } from '../backing-services/start-infrastructure.ts'
import { endLeftover } from '../process/leftover.ts'
import { repositoryRoot } from '../process/node-program.ts'
import { rememberedSecrets } from '../system/secrets.ts'
import { type Service, serviceNames } from '../system/services.ts'
import { startServices, urlOf } from '../system/start-services.ts'
import { writeFileWhole } from '../write-file-whole.ts'
import { awaitEffect } from './await-effect.ts'
import { buildWeb } from './build-web.ts'
import { type DemoCredentials, rememberedCredentials } from './credentials.ts'
import { startCustomers } from './customers.ts'
import { demoFileContent, openDemoFile } from './demo-file.ts'
import { lockDataDir } from './lock-data-dir.ts'
import { connectMail, mailSettings, openBusinesses } from './mail.ts'
import { type MailServers, startMailServers } from './mail-servers.ts'
import { type DemoData, seedDemo, signIn } from './seed-demo.ts'
import { serveWeb } from './serve-web.ts'
import { openServiceLogs } from './service-logs.ts'
import { type DemoPorts, demandFreePorts, demoPorts, servicePorts } from './service-ports.ts'
import { welcome } from './welcome.ts'
import { connectWhatsApp, startDemoWhatsApp, whatsappSettings } from './whatsapp.ts'

export interface DemoOptions {
  env: NodeJS.ProcessEnv
  /** Receives lines of progress. */
  log: (line: string) => void
  /** Parts to be disposed at the end, in reverse; each is added when it is up, so a start can be aborted half-way. */
  parts: AsyncDisposableStack
  /** Services to restart when their code changes. */
  watched?: readonly Service[]
  /** Whether to serve the web app from its sources as well. */
  watchWeb?: boolean
}

interface Parts extends DemoOptions {
  dataDir: string
  ports: Record<Service, number>
  others: DemoPorts
  writeLog: ReturnType<typeof openServiceLogs>
}

/** Starts the whole system on its data folder; once all is ready, resolves with what to tell the user. */
export async function runDemo(options: DemoOptions): Promise<string> {
  const { env, log, parts } = options
  const dataDir = resolve(repositoryRoot, env.DATA_DIR || '.data')
  const [ports, others] = [servicePorts(env), demoPorts(env)]
  await mkdir(join(dataDir, 'pids'), { recursive: true, mode: 0o700 })
  await chmod(dataDir, 0o700)
  parts.use(await lockDataDir(dataDir))
  await Promise.all(serviceNames.map(name => endLeftover(join(dataDir, 'pids', name), dataDir)))
  await demandFreePorts(ports, others)

  const all: Parts = { ...options, dataDir, ports, others, writeLog: openServiceLogs(join(dataDir, 'logs'), log) }
  const infrastructure = parts.use(await startBackingServices(all))
  const credentialsFile = join(dataDir, 'demo-credentials.json')
  const credentials = await rememberedCredentials(credentialsFile, env)
  const [{ pids, whenPidChanges }, mail] = await Promise.all([
    startAllServices(all, infrastructure, credentials),
    startMailServers({ ...all, port: others.MAIL_DOUBLE_PORT, password: credentials.mailboxes }),
    buildWeb(log)
  ])

  const { demo, whatsapp } = await seed(all, credentials, mail).finally(() =>
    writeFileWhole(credentialsFile, credentials)
  )
  log('demo data: ready')
  if (options.watchWeb) parts.use(await serveWeb(`http://127.0.0.1:${ports['inbox-gateway']}`, log))
  const file = parts.use(openDemoFile(dataDir))
  const webchatOf = (name: string) => {
    const departmentId = demo.departments.find(department => department.name === name)!.id
    return demo.channels.find(channel => channel.kind === 'webchat' && channel.departmentId === departmentId)!.id
  }
  const customers = parts.use(
    await startCustomers({
      port: others.CUSTOMERS_PORT,
      adaptersUrl: urlOf(ports['channel-adapters']),
      phone: await createPhonePages(whatsapp.double),
      mail: await createMailPages(mail.office),
      salesChannelId: webchatOf('Sales'),
      supportChannelId: webchatOf('Support')
    })
  )
  const content = () =>
    demoFileContent(
      ports,
      { customers: customers.url, whatsappDouble: whatsapp.url, mail: mail.urls },
      infrastructure,
      demo,
      pids
    )
  whenPidChanges(() => file.write(content()))
  await file.write(content())
  return welcome(content(), join(dataDir, 'demo.json'))
}

const startBackingServices = ({ dataDir, env, log, writeLog }: Parts): Promise<Infrastructure> =>
  startInfrastructure({ dataDir, persistent: true, log, env, onLine: (service, line) => writeLog(service, line) })

async function startAllServices(all: Parts, infrastructure: Infrastructure, { admin }: DemoCredentials) {
  const { env, log, dataDir, parts, ports } = all
  const pids: Partial<Record<Service, number>> = {}
  let pidChanged = () => {}
  const running = startServices({
    services: serviceNames,
    watched: all.watched ?? [],
    replaceHanging: true,
    ports,
    stores: {
      rabbitmqUrl: infrastructure.rabbitmq.url,
      redisUrl: infrastructure.redis.url,
      mongodbUrl: infrastructure.mongodb.url,
      redisPrefix: env.REDIS_PREFIX ?? 'inbox:',
      databasePrefix: env.MONGODB_DATABASE_PREFIX ?? 'inbox'
    },
    env: {
      ...(await rememberedSecrets(dataDir)),
      ...env,
      DATA_DIR: dataDir,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password
    },
    pidFile: service => join(dataDir, 'pids', service),
    onLine: all.writeLog,
    onPid: (service, pid) => {
      if (pid === undefined) return
      pids[service] = pid
      pidChanged()
    },
    log
  })
  parts.defer(async () => {
    await Promise.all([...running.values()].map(service => service.stop()))
  })
  await Promise.all(
    [...running].map(async ([name, service]) => {
      await service.ready()
      log(`${name}: ready at port ${ports[name]}`)
    })
  )
  const whenPidChanges = (listener: () => void) => {
    pidChanged = listener
  }
  return { pids, whenPidChanges }
}

async function seed({ dataDir, ports, others, parts, log }: Parts, credentials: DemoCredentials, mail: MailServers) {
  const [gateway, ingest, adaptersUrl] = [
    urlOf(ports['inbox-gateway']),
    urlOf(ports['channel-ingest']),
    urlOf(ports['channel-adapters'])
  ]
  const seeded = await seedDemo(gateway, credentials)
  const accounts = credentials.whatsapp
  const whatsapp = parts.use(
    await startDemoWhatsApp({
      port: others.WHATSAPP_DOUBLE_PORT,
      adaptersUrl,
      demo: seeded,
      accounts,
      file: join(dataDir, 'demo-whatsapp.json')
    })
  )
  openBusinesses(mail.office, seeded, adaptersUrl)
  const { call } = await signIn(gateway, credentials.admin)
  await Promise.all([connectWhatsApp(call, accounts, whatsapp.url), connectMail(call, seeded, mail.access, log)])
  const demo = withSettings(seeded, accounts, whatsapp.url, mail.access)
  await awaitEffect({ gateway, ingest }, demo)
  return { demo, whatsapp }
}

/** Adds the channel settings that scripts may know. */
const withSettings = (
  demo: DemoData,
  accounts: DemoCredentials['whatsapp'],
  whatsappUrl: string,
  mail: MailServers['access']
): DemoData => ({
  ...demo,
  channels: demo.channels.map(channel => {
    if (channel.kind === 'email') {
      const { imapPassword: _, ...settings } = mailSettings(demo, channel, mail)
      return { ...channel, settings }
    }
    const account = accounts[channel.id]
    if (!account) return channel
    const { phoneNumberId, businessAccountId, apiVersion, baseUrl } = whatsappSettings(account, whatsappUrl)
    return { ...channel, settings: { phoneNumberId, businessAccountId, apiVersion, baseUrl } }
  })
})
