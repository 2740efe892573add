import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { waitFor } from '@inbox/testing'
import { ImapFlow } from 'imapflow'

const BINARY = '/usr/sbin/dovecot'
/** Debian's server is used where it is installed and may be started: as root. */
export const hasDovecot = existsSync(BINARY) && process.getuid?.() === 0

const NOBODY = 65_534

/** A Dovecot of one's own, with one mailbox in a folder; what is delivered lies there. */
export async function startDovecot(port: number) {
  // Dovecot reads it as users of its own, who may not enter the folder of a test run
  const folder = await mkdtemp('/tmp/dovecot-')
  const maildir = join(folder, 'mail')
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(maildir, part), { recursive: true })
  for (const path of [maildir, ...['cur', 'new', 'tmp'].map(part => join(maildir, part))])
    await chown(path, NOBODY, NOBODY)
  await chmod(folder, 0o755)
  const passwords = join(folder, 'users')
  const writePassword = async (password: string) => {
    await writeFile(passwords, `support:{PLAIN}${password}\n`)
    await chmod(passwords, 0o644)
  }
  await writePassword('secret')
  await writeFile(
    join(folder, 'dovecot.conf'),
    `
base_dir = ${folder}/run
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
protocols = imap
listen = 127.0.0.1
first_valid_uid = 1
mail_location = maildir:${maildir}
passdb {
  driver = passwd-file
  args = ${passwords}
  auth_verbose = yes
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${folder}
}
auth_cache_size = 0
auth_failure_delay = 0
service anvil {
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
  )
  const start = async () => {
    const child = spawn(BINARY, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' })
    await waitFor(() => answers(port))
    return child
  }
  let child = await start()
  const stop = async () => {
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
  let delivered = 0
  return {
    /** Resolves when it counts: Dovecot looks at the file once a second. */
    async setPassword(password: string) {
      await writePassword(password)
      await waitFor(() => accepts(port, password))
    },
    /** As a mail server puts a mail into the mailbox: at once, or not at all. */
    async deliver(...mails: Buffer[]) {
      for (const raw of mails) {
        const name = `${Date.now()}.${process.pid}_${delivered}.tests`
        delivered += 1
        await writeFile(join(maildir, 'tmp', name), raw)
        await chown(join(maildir, 'tmp', name), NOBODY, NOBODY)
        await rename(join(maildir, 'tmp', name), join(maildir, 'new', name))
      }
    },
    async restart() {
      await stop()
      child = await start()
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

async function accepts(port: number, password: string): Promise<boolean> {
  const client = new ImapFlow({
    ...{ host: '127.0.0.1', port, secure: false, logger: false },
    auth: { user: 'support', pass: password }
  })
  client.on('error', () => undefined)
  return client
    .connect()
    .then(
      () => true,
      () => false
    )
    .finally(() => client.close())
}

const answers = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.end()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
