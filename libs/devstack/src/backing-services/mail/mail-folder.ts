import { chown, mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from '../../process/child.ts'

/** Debian's user who owns nothing. */
const NOBODY = { uid: 65_534, gid: 65_534, user: 'nobody', group: 'nogroup' }

export interface MailAccount extends Account {
  user: string
  group: string
}

/** The account that mail servers run as, since they refuse to run as root; undefined: the account that starts them. */
export const mailAccount = (): MailAccount | undefined => (process.getuid?.() === 0 ? NOBODY : undefined)

/** Gives one of our files or folders to the mail servers' account. */
export const handOver = async (path: string): Promise<void> => {
  const account = mailAccount()
  if (account) await chown(path, account.uid, account.gid)
}

/** Writes a file that only the mail servers' account can read. */
export async function writeTheirs(path: string, content: string | Buffer): Promise<void> {
  await writeFile(path, content, { mode: 0o600 })
  await handOver(path)
}

/** A folder for the mail servers' files: they may not enter root's folders. */
export async function newMailFolder(): Promise<string> {
  const folder = await mkdtemp('/var/tmp/service-inbox-mail-')
  await handOver(folder)
  return folder
}

/** The same folder as last time for the same `dataDir`. */
export async function rememberedMailFolder(dataDir: string): Promise<string> {
  const note = join(dataDir, 'mail-folder')
  const known = await readFile(note, 'utf8').catch(() => undefined)
  if (known && (await isTheirs(known))) return known
  const folder = await newMailFolder()
  await writeFile(note, folder, { mode: 0o600 })
  return folder
}

const isTheirs = (folder: string): Promise<boolean> =>
  stat(folder).then(
    found => found.isDirectory() && found.uid === (mailAccount()?.uid ?? process.getuid?.()),
    () => false
  )

const PARTS = ['cur', 'new', 'tmp']

/** Creates a mailbox as a maildir, a format that both servers know. */
export async function makeMaildir(folder: string, name: string): Promise<string> {
  const path = maildirOf(folder, name)
  for (const each of [join(folder, 'mail'), path, ...PARTS.map(part => join(path, part))]) {
    await mkdir(each, { recursive: true, mode: 0o700 })
    await handOver(each)
  }
  return path
}

export const maildirOf = (folder: string, name: string): string => join(folder, 'mail', name)
