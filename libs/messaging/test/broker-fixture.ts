import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PROGRAMS = '/usr/lib/rabbitmq/bin'
const START_MS = 60_000

/** A RabbitMQ of this test file's own, with a fresh vhost; it can be killed, frozen and started again. */
export interface TestBroker extends AsyncDisposable {
  url: string
  start(): Promise<void>
  kill(): Promise<void>
  freeze(): void
  thaw(): void
}

/** Uses RABBITMQ_URL as it stands unless `own` is asked for; else starts a private server on free ports. */
export async function startBroker({ own = false } = {}): Promise<TestBroker> {
  const given = process.env.RABBITMQ_URL
  const unable = () => {
    throw new Error('this broker is not ours to stop')
  }
  if (given && !own) {
    const stop = async () => undefined
    return { url: given, start: stop, kill: unable, freeze: unable, thaw: unable, [Symbol.asyncDispose]: stop }
  }
  return privateBroker()
}

async function privateBroker(): Promise<TestBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'inbox-rabbitmq-'))
  const [node, dist, epmdPort] = await Promise.all([freePort(), freePort(), freePort()])
  const name = `test${randomBytes(4).toString('hex')}`
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `${name}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(node),
    RABBITMQ_DIST_PORT: String(dist),
    RABBITMQ_MNESIA_BASE: folder,
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
    RABBITMQ_CONFIG_FILE: join(folder, 'none'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2 +sbwt none'
  }
  const epmd = spawn('epmd', ['-port', String(epmdPort)], { env, stdio: 'ignore' })
  let server: ChildProcess | undefined
  const pid = () => Number(readFileSync(join(folder, 'pid'), 'utf8'))
  const broker: TestBroker = {
    url: `amqp://guest:guest@127.0.0.1:${node}/${name}`,
    async start() {
      server = spawn(join(PROGRAMS, 'rabbitmq-server'), { env, stdio: ['ignore', 'pipe', 'pipe'] })
      await started(server)
    },
    async kill() {
      if (!server || server.exitCode !== null) return
      const gone = once(server, 'exit')
      process.kill(pid(), 'SIGKILL')
      await gone
    },
    freeze: () => void process.kill(pid(), 'SIGSTOP'),
    thaw: () => void process.kill(pid(), 'SIGCONT'),
    async [Symbol.asyncDispose]() {
      await broker.kill()
      epmd.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }
  await broker.start()
  const ctl = (...args: string[]) => execFileSync(join(PROGRAMS, 'rabbitmqctl'), args, { env, stdio: 'ignore' })
  ctl('add_vhost', name)
  ctl('set_permissions', '-p', name, 'guest', '.*', '.*', '.*')
  return broker
}

function started(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const timer = setTimeout(() => reject(new Error(`rabbitmq-server did not start:\n${output}`)), START_MS)
    const read = (chunk: Buffer) => {
      output += chunk
      if (!output.includes('completed with')) return
      clearTimeout(timer)
      resolve()
    }
    server.stdout?.on('data', read)
    server.stderr?.on('data', read)
    server.once('exit', code => reject(new Error(`rabbitmq-server ended with ${code}:\n${output}`)))
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
