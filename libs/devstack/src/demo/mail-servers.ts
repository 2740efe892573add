import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keptMails, type MailDouble, startMailDouble, takeUpMails } from '@inbox/mail-double'
import { rememberedPorts } from '../backing-services/free-ports.ts'
import { rememberedMailFolder } from '../backing-services/mail/mail-folder.ts'
import { mailServersObstacle } from '../backing-services/mail/mail-servers.ts'
import { type PrivateDovecot, startPrivateDovecot } from '../backing-services/mail/private-dovecot.ts'
import { startPrivateExim } from '../backing-services/mail/private-exim.ts'
import { writeFileWhole } from '../write-file-whole.ts'
import { mailboxNames, mailDomain } from './demo-plan.ts'

interface Options {
  dataDir: string
  /** The port of the SMTP server through which everybody sends. */
  port: number
  /** Our mailboxes' password. */
  password: string
  env: NodeJS.ProcessEnv
  log: (line: string) => void
  writeLog: (name: string, line: string) => void
  parts: AsyncDisposableStack
}

export interface MailServers {
  urls: { smtp: string; imap?: string }
  /** What channels need for their settings. Without IMAP, mails to them are posted raw. */
  access: { smtpPort: number; imap?: Pick<PrivateDovecot, 'port' | 'wasOpened'> & { password: string } }
  office: MailDouble['office']
}

const customers = [
  { name: 'Marta Nunes', address: 'marta.nunes@customers.example' },
  { name: 'João Costa', address: 'joao+tiles@customers.example' },
  { name: '陳偉', address: 'wei.chen@shop.customers.example' }
]

/** Debian's Exim and Dovecot between the inbox and the customers' mailboxes; without them, only npm's SMTP server. */
export async function startMailServers(options: Options): Promise<MailServers> {
  const { env, log } = options
  const obstacle = await mailServersObstacle(env, log)
  if (obstacle !== undefined) return startWithout(options, obstacle)
  return startReal(options).catch((error: Error) => startWithout(options, error.message))
}

async function startReal(options: Options): Promise<MailServers> {
  const { dataDir, port, password, env, log, writeLog, parts } = options
  await using stack = new AsyncDisposableStack()
  const folder = await rememberedMailFolder(dataDir)
  const { customers: customersPort } = await rememberedPorts(folder, ['customers'])
  const office = stack.use(await startCustomersMail(dataDir, customersPort, port)).office
  const common = { folder, respawn: true, env, log }
  const [dovecot, exim] = await Promise.allSettled([
    startPrivateDovecot({
      ...common,
      passwords: Object.fromEntries(mailboxNames.map(name => [name, password])),
      onLine: line => writeLog('dovecot', line)
    }),
    startPrivateExim({
      ...common,
      ...{ port, domain: mailDomain, names: mailboxNames, othersPort: customersPort },
      onLine: line => writeLog('exim', line)
    })
  ])
  for (const each of [dovecot, exim]) if (each.status === 'fulfilled') stack.use(each.value)
  if (dovecot.status === 'rejected') throw dovecot.reason
  if (exim.status === 'rejected') throw exim.reason
  parts.use(stack.move())
  log(`mail: Exim at ${exim.value.url} and Dovecot at ${dovecot.value.url}`)
  return {
    urls: { smtp: exim.value.url, imap: dovecot.value.url },
    access: { smtpPort: port, imap: { ...dovecot.value, password } },
    office
  }
}

async function startWithout({ dataDir, port, log, parts }: Options, why: string): Promise<MailServers> {
  const { office, url } = parts.use(await startCustomersMail(dataDir, port))
  log(`mail: npm's smtp-server at ${url}, without IMAP (${why.split('\n')[0]}): customers' mails are posted directly`)
  return { urls: { smtp: url }, access: { smtpPort: port }, office }
}

/** Customers' mailboxes, restored to the state in which they were disposed. */
async function startCustomersMail(dataDir: string, port: number, submissionPort?: number): Promise<MailDouble> {
  const double = await startMailDouble({ port, submissionPort })
  const { office } = double
  const file = join(dataDir, 'demo-mail.json')
  const kept = await readFile(file, 'utf8').then(JSON.parse, () => undefined)
  if (kept) takeUpMails(office, kept)
  else for (const { name, address } of customers) office.customerAt(address, name)
  return {
    ...double,
    async [Symbol.asyncDispose]() {
      await writeFileWhole(file, keptMails(office))
      await double[Symbol.asyncDispose]()
    }
  }
}
