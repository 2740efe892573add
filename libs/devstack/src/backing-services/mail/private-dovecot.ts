import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { access, rename } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { waitFor } from '@inbox/testing'
import { machineEnvironment } from '../../config.ts'
import { findBinary } from '../../process/find-binary.ts'
import { SetupProblem } from '../../process/setup-problem.ts'
import { startSupervised } from '../../process/supervise.ts'
import { rememberedPorts } from '../free-ports.ts'
import { instanceOf, type PrivateInstance, type PrivateOptions, supervision } from '../private-instance.ts'
import { greets } from './greets.ts'
import { handOver, mailAccount, maildirOf, makeMaildir, writeTheirs } from './mail-folder.ts'
import { signsIn } from './signs-in.ts'

export const findDovecot = (env: NodeJS.ProcessEnv): string | undefined => findBinary('dovecot', env.PATH)

interface DovecotOptions extends Omit<PrivateOptions, 'dataDir'> {
  /** See `newMailFolder`. */
  folder: string
  /** Passwords by mailbox name. */
  passwords: Readonly<Record<string, string>>
}

export interface PrivateDovecot extends PrivateInstance {
  readonly port: number
  /** Resolves once this password, and no other, is valid. */
  setPassword(name: string, password: string): Promise<void>
  /** Whether somebody has ever opened a mailbox: mails that arrive from then on are new to them. */
  wasOpened(name: string): Promise<boolean>
  /** Puts mails into a mailbox as a mail server would: each atomically. */
  deliver(name: string, ...mails: Buffer[]): Promise<void>
}

/** A private IMAP server on 127.0.0.1, which needs no root; resolves when it greets. */
export async function startPrivateDovecot(options: DovecotOptions): Promise<PrivateDovecot> {
  const { folder, env = machineEnvironment() } = options
  const command = findDovecot(env)
  if (!command) throw new SetupProblem('dovecot is not installed')
  const own = join(folder, 'dovecot')
  const common = await supervision({ ...options, dataDir: own })
  const { imap: port } = await rememberedPorts(own, ['imap'])
  const passwords = { ...options.passwords }
  const writePassword = async (name: string, password: string) => {
    passwords[name] = password
    const lines = Object.entries(passwords).map(([user, its]) => `${user}:{PLAIN}${its}\n`)
    await writeTheirs(join(own, 'users'), lines.join(''))
  }
  await handOver(own)
  for (const [name, password] of Object.entries(passwords)) {
    await writePassword(name, password)
    await makeMaildir(folder, name)
  }
  const configuration = join(own, 'dovecot.conf')
  await writeTheirs(configuration, await configurationOf(folder, own, port))
  const server = startSupervised({
    ...common,
    name: 'dovecot',
    command,
    args: ['-F', '-c', configuration],
    account: mailAccount(),
    env,
    isReady: () => greets(port, '* OK')
  })
  await server.ready().catch(async error => {
    await server.stop()
    throw error
  })
  return {
    ...instanceOf(`imap://127.0.0.1:${port}`, server),
    port,
    async setPassword(name, password) {
      await writePassword(name, password)
      // the server checks its password file once a second
      await waitFor(() => signsIn(port, name, password), { timeoutMs: 10_000, describe: `${name} to sign in` })
    },
    wasOpened: name =>
      access(join(maildirOf(folder, name), 'dovecot-uidlist')).then(
        () => true,
        () => false
      ),
    async deliver(name, ...mails) {
      const maildir = await makeMaildir(folder, name)
      for (const raw of mails) {
        const [draft, file] = ['tmp', 'new'].map(part => join(maildir, part, `${Date.now()}.${randomUUID()}.inbox`))
        await writeTheirs(draft!, raw)
        await rename(draft!, file!)
      }
    }
  }
}

/** In Dovecot 2.3's syntax, without anything that needs root or users of its own. */
async function configurationOf(folder: string, own: string, port: number): Promise<string> {
  const { user, group, uid, gid } = mailAccount() ?? (await ourAccount())
  return `
base_dir = ${own}/run
state_dir = ${own}/state
log_path = /dev/stderr
ssl = no
disable_plaintext_auth = no
protocols = imap
listen = 127.0.0.1
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 1
mail_location = maildir:${folder}/mail/%n
maildir_very_dirty_syncs = yes
auth_cache_size = 0
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = ${own}/users
  auth_verbose = yes
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${own}
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`
}

async function ourAccount() {
  const { username: user, uid, gid } = userInfo()
  const { stdout } = await promisify(execFile)('id', ['-gn'])
  return { user, group: stdout.trim(), uid, gid }
}
