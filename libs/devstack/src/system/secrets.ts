import { createECDH, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileWhole } from '../write-file-whole.ts'

export interface Secrets {
  SERVICE_TOKEN_SECRET: string
  ACCESS_TOKEN_SECRET: string
  DRAW_SECRET: string
  MEDIA_SECRET: string
  VISITOR_TOKEN_SECRET: string
  SETTINGS_KEY: string
  VAPID_PRIVATE_KEY: string
}

/** Not every 32 bytes are a key of this curve, and short keys are padded. */
function vapidKey(): string {
  const key = createECDH('prime256v1')
  key.generateKeys()
  return Buffer.concat([Buffer.alloc(32), key.getPrivateKey()])
    .subarray(-32)
    .toString('base64url')
}

const secret = () => randomBytes(32).toString('base64url')

export const newSecrets = (): Secrets => ({
  SERVICE_TOKEN_SECRET: secret(),
  ACCESS_TOKEN_SECRET: secret(),
  DRAW_SECRET: secret(),
  MEDIA_SECRET: secret(),
  VISITOR_TOKEN_SECRET: secret(),
  SETTINGS_KEY: randomBytes(32).toString('base64'),
  VAPID_PRIVATE_KEY: vapidKey()
})

/** The secrets of this data folder: created at its first start, and unchanged ever after. */
export async function rememberedSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json')
  const known: Partial<Secrets> = await readFile(file, 'utf8').then(JSON.parse, () => ({}))
  const secrets = { ...newSecrets(), ...known }
  await writeFileWhole(file, secrets)
  return secrets
}
