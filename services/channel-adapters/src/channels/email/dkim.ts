import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { ChannelProblem } from '@inbox/contracts'
import type { DkimSettings } from './settings.ts'

/** Reads a name's TXT records in DNS, each in the pieces that it is stored in. */
export type ResolveTxt = (name: string) => Promise<string[][]>

/** The configured key is not usable: no mail can be signed with it. */
export class UnusableKey extends Error {}

function keyOf({ key }: DkimSettings): KeyObject {
  const pem = key.replace(/(-----BEGIN [A-Z ]+-----)\s*(.+?)\s*(-----END [A-Z ]+-----)/s, '$1\n$2\n$3\n')
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw new UnusableKey(`The DKIM key cannot be read: ${(error as Error).message}`)
  }
}

/** Nodemailer's options for signing mails. @throws {UnusableKey} */
export const signingWith = (settings: DkimSettings) => ({
  domainName: settings.domain,
  keySelector: settings.selector,
  privateKey: String(keyOf(settings).export({ type: 'pkcs8', format: 'pem' }))
})

/** Checks that DNS has the key that verifies the signature; without it, mails had better not be signed. */
export async function problemsOfDkim(settings: DkimSettings, resolve: ResolveTxt): Promise<ChannelProblem[]> {
  const name = `${settings.selector}._domainkey.${settings.domain}`
  let ours: string
  try {
    ours = createPublicKey(keyOf(settings)).export({ type: 'spki', format: 'der' }).toString('base64')
  } catch (error) {
    return [{ code: 'unexpected', setting: 'dkimKey', detail: (error as Error).message }]
  }
  const found = await resolve(name).catch((error: Error) => error)
  if (found instanceof Error)
    return [{ code: 'unreachable', setting: 'dkimSelector', detail: `${name}: ${found.message}` }]
  const published = found.map(pieces => /(?:^|;)\s*p=([^;]*)/.exec(pieces.join(''))?.[1]?.replace(/\s/g, ''))
  if (published.includes(ours)) return []
  return [{ code: 'unexpected', setting: 'dkimSelector', detail: `${name} has another key; expected p=${ours}` }]
}
