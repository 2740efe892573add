import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Service } from '@inbox/devstack'

const execute = promisify(execFile)
const repositoryRoot = join(import.meta.dirname, '../..')
const mainOf = (root: string, service: Service) => join(root, 'services', service, 'src/main.ts')

/** The sources of an older commit, and one path per service that holds either version. Disposing removes them. */
export interface PreviousRelease extends AsyncDisposable {
  program(service: Service): string
  /** From now on processes of this service start from today's sources. */
  upgrade(service: Service): Promise<void>
}

/** Checks out `ref` next to this repository, with the packages that it names. */
export async function checkOut(ref: string, services: readonly Service[]): Promise<PreviousRelease> {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-previous-'))
  const old = join(folder, 'release')
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  await execute('git', ['worktree', 'add', '--detach', old, ref], { cwd: repositoryRoot })
  stack.defer(async () => void (await execute('git', ['worktree', 'remove', '--force', old], { cwd: repositoryRoot })))
  await installIn(old)

  const linkOf = (service: Service) => join(folder, `${service}.ts`)
  for (const service of services) await symlink(mainOf(old, service), linkOf(service))
  const kept = stack.move()
  return {
    program: linkOf,
    async upgrade(service) {
      await unlink(linkOf(service))
      await symlink(mainOf(repositoryRoot, service), linkOf(service))
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}

/** With the same lockfile it uses our packages, plus links to the checkout's own workspaces. */
async function installIn(old: string): Promise<void> {
  const [lock, ours] = await Promise.all(
    [old, repositoryRoot].map(root => readFile(join(root, 'package-lock.json'), 'utf8'))
  )
  if (lock !== ours) {
    await execute('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: old, maxBuffer: 1e8 })
    return
  }
  const packages = join(repositoryRoot, 'node_modules')
  await mkdir(join(old, 'node_modules/@inbox'), { recursive: true })
  for (const name of await readdir(packages))
    if (name !== '@inbox') await symlink(join(packages, name), join(old, 'node_modules', name))
  for (const group of ['libs', 'services'])
    for (const name of await readdir(join(old, group)))
      await symlink(join(old, group, name), join(old, 'node_modules/@inbox', name))
}
