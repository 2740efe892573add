import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { machineEnvironment } from '../../config.ts'
import { findBinary } from '../../process/find-binary.ts'
import { SetupProblem } from '../../process/setup-problem.ts'
import { startSupervised } from '../../process/supervise.ts'
import { rememberedPorts } from '../free-ports.ts'
import { instanceOf, type PrivateInstance, type PrivateOptions, supervision } from '../private-instance.ts'
import { greets } from './greets.ts'
import { handOver, mailAccount, maildirOf, makeMaildir, writeTheirs } from './mail-folder.ts'

export const findExim = (env: NodeJS.ProcessEnv): string | undefined => findBinary('exim4', env.PATH)

interface EximOptions extends Omit<PrivateOptions, 'dataDir'> {
  /** See `newMailFolder`. */
  folder: string
  /** Default: any free port, the same as last time. */
  port?: number
  /** Mails to these names in this domain, with any tag, go into the folder's maildirs; its other names are refused. */
  domain: string
  names: readonly string[]
  /** The local server that takes mails to everybody else. */
  othersPort: number
}

/** A private SMTP server on 127.0.0.1, which needs no root; resolves when it greets. */
export async function startPrivateExim(options: EximOptions): Promise<PrivateInstance & { readonly port: number }> {
  const { folder, names, env = machineEnvironment() } = options
  const installed = findExim(env)
  if (!installed) throw new SetupProblem('exim4 is not installed')
  const own = join(folder, 'exim')
  const common = await supervision({ ...options, dataDir: own })
  const port = options.port ?? (await rememberedPorts(own, ['smtp'])).smtp
  for (const each of [own, join(own, 'spool'), join(own, 'log')]) {
    await mkdir(each, { recursive: true, mode: 0o700 })
    await handOver(each)
  }
  for (const name of names) await makeMaildir(folder, name)
  // the installed binary runs as root whoever starts it
  const command = join(own, 'exim')
  await copyFile(installed, command)
  await chmod(command, 0o755)
  const configuration = join(own, 'exim.conf')
  await writeTheirs(configuration, configurationOf(options, own, port))
  const server = startSupervised({
    ...common,
    name: 'exim',
    command,
    args: ['-C', configuration, '-bdf', `-q${RETRY_SECONDS}s`],
    account: mailAccount(),
    env,
    isReady: () => greets(port, '220')
  })
  await server.ready().catch(async error => {
    await server.stop()
    throw error
  })
  return { ...instanceOf(`smtp://127.0.0.1:${port}`, server), port }
}

const RETRY_SECONDS = 5

const configurationOf = ({ folder, domain, names, othersPort }: EximOptions, own: string, port: number) => {
  const account = mailAccount()
  const [user, group] = [account?.uid ?? process.getuid?.(), account?.gid ?? process.getgid?.()]
  return `
exim_user = ${user}
exim_group = ${group}
exim_path = ${own}/exim
spool_directory = ${own}/spool
log_file_path = ${own}/log/%slog
pid_file_path =
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
primary_hostname = mail.${domain}
qualify_domain = ${domain}
host_lookup =
rfc1413_hosts =
tls_advertise_hosts =
smtputf8_advertise_hosts = *
smtp_accept_max = 200
message_size_limit = 50M
deliver_drop_privilege
never_users =
keep_environment =
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  require verify = recipient
  accept
begin routers
ours:
  driver = accept
  domains = ${domain}
  local_parts = ${names.join(' : ')}
  local_part_suffix = +*
  local_part_suffix_optional
  transport = mailbox
others:
  driver = manualroute
  domains = ! ${domain}
  route_list = * 127.0.0.1 byname
  self = send
  transport = others
begin transports
mailbox:
  driver = appendfile
  directory = ${maildirOf(folder, '$local_part_data')}
  maildir_format
  create_directory = false
  envelope_to_add
  return_path_add
  delivery_date_add
others:
  driver = smtp
  port = ${othersPort}
  hosts_avoid_tls = *
begin retry
* * F,1d,${RETRY_SECONDS}s
`
}
