import type { MailDouble } from '@inbox/mail-double'
import { waitFor } from '@inbox/testing'
import { changeSettings } from './change-settings.ts'
import { mailboxName, mailDomain } from './demo-plan.ts'
import type { Call } from './gateway-client.ts'
import type { MailServers } from './mail-servers.ts'
import type { DemoData } from './seed-demo.ts'

type Channel = DemoData['channels'][number]

const nameOf = ({ departments }: DemoData, { departmentId }: Channel) =>
  departments.find(({ id }) => id === departmentId)!.name

const addressOf = (demo: DemoData, channel: Channel) => `${mailboxName(nameOf(demo, channel))}@${mailDomain}`

const emailChannels = ({ channels }: DemoData) => channels.filter(({ kind }) => kind === 'email')

/** Tells customers whom they can write to; without a mail server of ours, their mails are posted to the channel. */
export function openBusinesses(office: MailDouble['office'], demo: DemoData, adaptersUrl: string): void {
  for (const channel of emailChannels(demo)) {
    const url = `${adaptersUrl}/v1/email/${channel.id}/inbound`
    office.addBusiness({
      address: addressOf(demo, channel),
      name: `Azulejo ${nameOf(demo, channel)}`,
      take: raw => post(url, channel.apiKey, raw)
    })
  }
}

async function post(url: string, apiKey: string, raw: Buffer): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'message/rfc822' },
    body: new Uint8Array(raw)
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`The inbox did not accept the mail: ${answer.status} ${text.slice(0, 300)}`)
}

const HOST = '127.0.0.1'

/** The settings of a demo e-mail channel. */
export const mailSettings = (demo: DemoData, channel: Channel, { smtpPort, imap }: MailServers['access']) => {
  const name = nameOf(demo, channel)
  const own = {
    ...{ imapHost: HOST, imapSecure: false, imapPort: imap?.port ?? 0, imapUser: mailboxName(name) },
    imapPassword: imap?.password ?? ''
  }
  return {
    ...{ address: addressOf(demo, channel), name: `Azulejo ${name}` },
    signature: `{{agent.name}}\nAzulejo ${name}\nHand-made tiles from Lisbon`,
    ...{ smtpHost: HOST, smtpPort, smtpSecure: false },
    ...(imap && own)
  }
}

/** Connects the demo's e-mail channels to its servers, except those that somebody gave another address or server. */
export async function connectMail(
  call: Call,
  demo: DemoData,
  access: MailServers['access'],
  log: (line: string) => void
): Promise<void> {
  await Promise.all(
    emailChannels(demo).map(async channel => {
      const wanted = mailSettings(demo, channel, access)
      let isRead = false
      await changeSettings(call, channel.id, known => {
        const hosts = [known.smtpHost ?? HOST, known.imapHost ?? HOST]
        const isOther =
          known.address !== undefined && (known.address !== wanted.address || hosts.some(host => host !== HOST))
        isRead = access.imap !== undefined && !isOther
        const isSame = known.smtpPort === wanted.smtpPort && known.imapPort === access.imap?.port
        return isOther || isSame ? undefined : { ...withoutMailbox(known), ...wanted }
      })
      if (isRead)
        await untilRead(access.imap!, mailboxName(nameOf(demo, channel))).catch((error: Error) => log(error.message))
    })
  )
}

const withoutMailbox = (known: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(known).filter(([name]) => !name.startsWith('imap')))

/** Mailboxes are read only from the first connection on, so nobody should write before. */
const untilRead = ({ wasOpened }: NonNullable<MailServers['access']['imap']>, name: string) =>
  waitFor(() => wasOpened(name), { timeoutMs: 20_000, describe: `the mailbox of ${name} to be read` })
