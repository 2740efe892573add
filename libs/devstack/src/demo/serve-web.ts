import { join } from 'node:path'
import { freePort } from '../backing-services/free-ports.ts'
import { repositoryRoot } from '../process/node-program.ts'
import { type Supervised, startSupervised } from '../process/supervise.ts'

/** Serves the web app from its sources, with hot reloading, for a gateway; resolves when it answers. */
export async function serveWeb(gatewayUrl: string, log: (line: string) => void): Promise<Supervised> {
  const url = `http://127.0.0.1:${await freePort()}`
  const server = startSupervised({
    name: 'inbox-web',
    command: process.execPath,
    args: [
      join(repositoryRoot, 'node_modules/vite/bin/vite.js'),
      ...['--host', '127.0.0.1', '--port', new URL(url).port, '--strictPort', '--clearScreen', 'false']
    ],
    cwd: join(repositoryRoot, 'services/inbox-web'),
    env: { ...process.env, GATEWAY_URL: gatewayUrl },
    respawn: true,
    isReady: () => fetch(url).then(answer => answer.ok),
    onLine: (line, stream) => stream === 'stderr' && log(`inbox-web: ${line}`)
  })
  await server.ready()
  log(`inbox-web: served from source at ${url}`)
  return server
}
