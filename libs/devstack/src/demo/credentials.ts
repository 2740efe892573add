import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { NewNumber } from '@inbox/whatsapp-double'
import { writeFileWhole } from '../write-file-whole.ts'

/** What is shown only once or never, and so is kept beside the data it opens. */
export interface DemoCredentials {
  admin: { email: string; password: string }
  /** By email. */
  passwords: Record<string, string>
  /** By channel id. */
  apiKeys: Record<string, string>
  /** Of WhatsApp channels, by channel id: what they have at the double. */
  whatsapp: Record<string, WhatsAppAccount>
  /** Of the mailboxes that the inbox reads by IMAP. */
  mailboxes: string
}

/** What a demo channel is set up with; the same at every start, as customers and their chats are found again by it. */
export type WhatsAppAccount = Required<
  Pick<
    NewNumber,
    'phoneNumberId' | 'businessAccountId' | 'displayPhoneNumber' | 'accessToken' | 'appSecret' | 'verifyToken'
  >
>

/** The credentials in `file`; at the first start new ones, with ADMIN_EMAIL and ADMIN_PASSWORD if `env` has them. */
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
