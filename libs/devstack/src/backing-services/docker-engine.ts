import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'

const ping = (target: { socketPath: string } | { host: string; port: number }): Promise<boolean> =>
  new Promise(resolve => {
    const call = request({ ...target, path: '/_ping', timeout: 1000 }, answer => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(false))
    call.end()
  })

/** Whether a Docker engine answers at DOCKER_HOST or one of its usual sockets; takes a few ms if there is none. */
export async function dockerAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  const host = env.DOCKER_HOST
  if (host?.startsWith('tcp://')) {
    const { hostname, port } = new URL(host)
    return ping({ host: hostname, port: Number(port || 2375) })
  }
  const sockets = host
    ? [host.replace(/^unix:\/\//, '')]
    : [
        '/var/run/docker.sock',
        join(homedir(), '.docker/run/docker.sock'),
        ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : [])
      ]
  const answers = await Promise.all(sockets.filter(path => existsSync(path)).map(socketPath => ping({ socketPath })))
  return answers.includes(true)
}
