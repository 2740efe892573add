import { chown, mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from '../../process/child.ts'

/** Whoever owns nothing, on every Debian. */
const NOBODY = { uid: 65_534, gid: 65_534, user: 'nobody', group: 'nogroup' }

export interface MailAccount extends Account {
  user: string
  group: string
}

/** Whom mail servers run as: never as root, which they refuse. undefined: as whoever starts them. */
export const mailAccount = (): MailAccount | undefined => (process.getuid?.() === 0 ? NOBODY : undefined)

/** Makes a file or folder of ours theirs. */
export const handOver = async (path: string): Promise<void> => {
  const account = mailAccount()
  if (account) await chown(path, account.uid, account.gid)
}

/** A file of theirs that nobody else reads. */
export async function writeTheirs(path: string, content: string | Buffer): Promise<void> {
  await writeFile(path, content, { mode: 0o600 })
  await handOver(path)
}

/** A folder for what is theirs: they may not enter one of root's. */
export async function newMailFolder(): Promise<string> {
  const folder = await mkdtemp('/var/tmp/service-inbox-mail-')
  await handOver(folder)
  return folder
}

/** The same one as last time for the same `dataDir`. */
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

/** A mailbox as a folder (maildir), which both servers know. */
export async function makeMaildir(folder: string, name: string): Promise<string> {
  const path = maildirOf(folder, name)
  for (const each of [join(folder, 'mail'), path, ...PARTS.map(part => join(path, part))]) {
    await mkdir(each, { recursive: true, mode: 0o700 })
    await handOver(each)
  }
  return path
}

export const maildirOf = (folder: string, name: string): string => join(folder, 'mail', name)
