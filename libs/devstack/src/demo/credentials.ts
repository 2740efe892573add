import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { NewNumber } from '@inbox/whatsapp-double'
import { writeFileWhole } from '../write-file-whole.ts'

/** Secrets that are shown only once or never, and so are kept beside the data they open. */
export interface DemoCredentials {
  admin: { email: string; password: string }
  /** By email. */
  passwords: Record<string, string>
  /** By channel id. */
  apiKeys: Record<string, string>
  /** The WhatsApp channels' accounts at the double, by channel id. */
  whatsapp: Record<string, WhatsAppAccount>
  /** The password of the mailboxes that the inbox reads by IMAP. */
  mailboxes: string
}

/** A demo channel's settings; the same at every start, since customers and their chats are found by them. */
export type WhatsAppAccount = Required<
  Pick<
    NewNumber,
    'phoneNumberId' | 'businessAccountId' | 'displayPhoneNumber' | 'accessToken' | 'appSecret' | 'verifyToken'
  >
>

/** The credentials in `file`; on the first start new ones, with ADMIN_EMAIL and ADMIN_PASSWORD if set in `env`. */
export async function rememberedCredentials(file: string, env: NodeJS.ProcessEnv): Promise<DemoCredentials> {
  const known: Partial<DemoCredentials> = await readFile(file, 'utf8').then(JSON.parse, () => ({}))
  const credentials = {
    admin: {
      email: env.ADMIN_EMAIL ?? known.admin?.email ?? 'admin@demo.example',
      password: env.ADMIN_PASSWORD ?? known.admin?.password ?? newPassword()
    },
    passwords: known.passwords ?? {},
    apiKeys: known.apiKeys ?? {},
    whatsapp: known.whatsapp ?? {},
    mailboxes: known.mailboxes ?? newPassword()
  }
  await writeFileWhole(file, credentials)
  return credentials
}

/** 72 random bits, typeable. */
export const newPassword = (): string => randomBytes(9).toString('base64url')
