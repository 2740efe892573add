import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface RabbitMqPorts {
  amqp: number
  management: number
  epmd: number
  distribution: number
}

/** What differs for a node of a cluster. */
export interface RabbitMqMember {
  /** The Erlang names of all nodes; the node's own first. */
  nodes: readonly [string, ...string[]]
  /** Holds the cookie by which nodes recognise each other, and the password. */
  home: string
  /** Seconds of silence after which a node no longer counts as part of the cluster. */
  netTickSeconds: number
}

const ALONE = 'inbox@localhost'

/** A password created once and kept in the folder, as the broker stores its users there, too. */
async function rememberedPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'password')
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known) return known
  const password = randomBytes(18).toString('base64url')
  await writeFile(file, password, { mode: 0o600 })
  return password
}

const clusterOf = ({ nodes, netTickSeconds }: RabbitMqMember) =>
  [
    'cluster_formation.peer_discovery_backend = classic_config',
    ...nodes.toSorted().map((node, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${node}`),
    'cluster_partition_handling = pause_minority',
    `net_ticktime = ${netTickSeconds}`
  ].join('\n')

const configuration = (ports: RabbitMqPorts, password: string, member?: RabbitMqMember) => `
listeners.tcp.1 = 127.0.0.1:${ports.amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${ports.management}
management.rates_mode = none
collect_statistics_interval = 5000
default_user = inbox
default_pass = ${password}
log.console = true
log.console.level = warning
log.file = false
vm_memory_high_watermark.relative = 0.4
disk_free_limit.absolute = 64MB
${member ? clusterOf(member) : ''}
`

/** How often the counts of quorum queues are refreshed (ms), so that draining is seen soon. */
const QUORUM_TICK_MS = 500

/** Few threads, and no busy waiting; what the environment adds wins. */
const SMALL = '+S 2:2 +SDcpu 2:2 +SDio 2 +sbwt none +sbwtdcpu none +sbwtdio none +B i'

const LOOPBACK = '-kernel inet_dist_use_interface {127,0,0,1}'

/** Writes everything the broker reads into `dataDir` and resolves with its environment. */
export async function prepareRabbitMqFolder(
  dataDir: string,
  ports: RabbitMqPorts,
  env: NodeJS.ProcessEnv,
  { consumerTimeoutMs, member }: { consumerTimeoutMs?: number | undefined; member?: RabbitMqMember | undefined } = {}
) {
  const home = member?.home ?? join(dataDir, 'home')
  await mkdir(home, { recursive: true, mode: 0o700 })
  const password = await rememberedPassword(member?.home ?? dataDir)
  const files = {
    RABBITMQ_CONFIG_FILE: join(dataDir, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(dataDir, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(dataDir, 'enabled_plugins')
  }
  await writeFile(files.RABBITMQ_CONFIG_FILE, configuration(ports, password, member), { mode: 0o600 })
  const patience = consumerTimeoutMs
    ? `, {consumer_timeout, ${consumerTimeoutMs}}, {channel_tick_interval, ${consumerTimeoutMs}}`
    : ''
  const advanced = `[{rabbit, [{quorum_tick_interval, ${QUORUM_TICK_MS}}${patience}]}].\n`
  await writeFile(files.RABBITMQ_ADVANCED_CONFIG_FILE, advanced, { mode: 0o600 })
  await writeFile(files.RABBITMQ_ENABLED_PLUGINS_FILE, '[rabbitmq_management].\n', { mode: 0o600 })
  const environment: NodeJS.ProcessEnv = {
    ...env,
    ...files,
    HOME: home,
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    // The data are tied to the node's name; with its own (or its cluster's) epmd, that can be the same everywhere.
    RABBITMQ_NODENAME: member?.nodes[0] ?? ALONE,
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_MNESIA_BASE: join(dataDir, 'data'),
    RABBITMQ_LOG_BASE: join(dataDir, 'data'),
    ERL_CRASH_DUMP_SECONDS: '0',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `${SMALL} ${env.RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS ?? ''} ${LOOPBACK}`,
    // Makes the start script exec the broker instead of staying its parent, so that the pid is the broker's.
    RUNNING_UNDER_SYSTEMD: 'true'
  }
  return { environment, password }
}
