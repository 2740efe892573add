import type { ChannelAccount } from '@inbox/contracts'
import { domainOf } from './address.ts'

/** A server and our account there. `secure`: nothing may be sent to it unencrypted. */
export interface MailServer {
  host: string
  port: number
  secure: boolean
  user?: string | undefined
  password?: string | undefined
}

/** How mails are signed (RFC 6376). */
export interface DkimSettings {
  domain: string
  selector: string
  /** PEM, possibly without its line breaks. */
  key: string
}

export interface MailSettings {
  address: string
  name?: string | undefined
  /** Its address and aliases, in lower case. */
  own: ReadonlySet<string>
  imap?: MailServer | undefined
  smtp?: MailServer | undefined
  dkim?: DkimSettings | undefined
  /** Its server also delivers `name+anything@…` to it, so each thread can have such an address. */
  hasThreadAddresses: boolean
  signature?: string | undefined
  /** Sent to whoever begins a thread. */
  autoReply?: string | undefined
}

/** A channel's settings; undefined as long as it has no address. */
export function mailSettingsOf({ settings }: Pick<ChannelAccount, 'settings'>): MailSettings | undefined {
  const text = (name: string) => (typeof settings[name] === 'string' ? settings[name] : undefined)
  const address = text('address')
  if (address === undefined) return undefined
  const server = (kind: 'imap' | 'smtp', usual: number): MailServer | undefined => {
    const host = text(`${kind}Host`)
    const port = settings[`${kind}Port`]
    const secure = settings[`${kind}Secure`]
    return host === undefined
      ? undefined
      : {
          host,
          port: typeof port === 'number' ? port : usual,
          secure: secure !== false,
          user: text(`${kind}User`),
          password: text(`${kind}Password`)
        }
  }
  const aliases = (text('aliases') ?? '').split(/[\s,;]+/).filter(Boolean)
  return {
    address,
    name: text('name'),
    hasThreadAddresses: settings.threadAddress === true,
    signature: text('signature'),
    autoReply: text('autoReply'),
    own: new Set([address, ...aliases].map(each => each.toLowerCase())),
    dkim: dkimOf(text, address),
    imap: server('imap', 993),
    smtp: server('smtp', 587)
  }
}

function dkimOf(text: (name: string) => string | undefined, address: string): DkimSettings | undefined {
  const [selector, key] = [text('dkimSelector'), text('dkimKey')]
  if (selector === undefined || key === undefined) return undefined
  return { selector, key, domain: text('dkimDomain') ?? domainOf(address) }
}
