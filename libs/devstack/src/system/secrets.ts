import { randomBytes } from 'node:crypto'
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
}

const secret = () => randomBytes(32).toString('base64url')

export const newSecrets = (): Secrets => ({
  SERVICE_TOKEN_SECRET: secret(),
  ACCESS_TOKEN_SECRET: secret(),
  DRAW_SECRET: secret(),
  MEDIA_SECRET: secret(),
  VISITOR_TOKEN_SECRET: secret(),
  SETTINGS_KEY: randomBytes(32).toString('base64')
})

/** The secrets of this data folder: made at its first start, the same ever after. */
export async function rememberedSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json')
  const known: Partial<Secrets> = await readFile(file, 'utf8').then(JSON.parse, () => ({}))
  const secrets = { ...newSecrets(), ...known }
  await writeFileWhole(file, secrets)
  return secrets
}
