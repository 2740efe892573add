import { readFile } from 'node:fs/promises'
import { keptMails, type MailDouble, startMailDouble, takeUpMails } from '@inbox/mail-double'
import { writeFileWhole } from '../write-file-whole.ts'
import { changeSettings } from './change-settings.ts'
import type { Call } from './gateway-client.ts'
import type { DemoData } from './seed-demo.ts'

const customers = [
  { name: 'Marta Nunes', address: 'marta.nunes@customers.example' },
  { name: 'João Costa', address: 'joao+tiles@customers.example' },
  { name: '陳偉', address: 'wei.chen@shop.customers.example' }
]

interface Options {
  /** 0 = any free one. */
  port: number
  /** Where mails to a channel are posted. */
  adaptersUrl: string
  demo: DemoData
  /** Where mailboxes are kept from one start to the next, as the inbox keeps its conversations. */
  file: string
}

const addressOf = ({ departments }: DemoData, { departmentId }: DemoData['channels'][number]) => {
  const { name } = departments.find(({ id }) => id === departmentId)!
  return { address: `${name.toLowerCase()}@azulejo.example`, name: `Azulejo ${name}` }
}

/** An SMTP server with mailboxes of some customers, and each e-mail channel of the demo within its reach; disposing keeps the mails. */
export async function startDemoMail({ port, adaptersUrl, demo, file }: Options): Promise<MailDouble> {
  const double = await startMailDouble({ port })
  const { office } = double
  const kept = await readFile(file, 'utf8').then(JSON.parse, () => undefined)
  if (kept) takeUpMails(office, kept)
  else for (const { name, address } of customers) office.customerAt(address, name)
  for (const channel of demo.channels) {
    if (channel.kind !== 'email') continue
    const url = `${adaptersUrl}/v1/email/${channel.id}/inbound`
    office.addBusiness({ ...addressOf(demo, channel), take: raw => post(url, channel.apiKey, raw) })
  }
  return {
    ...double,
    async [Symbol.asyncDispose]() {
      await writeFileWhole(file, keptMails(office))
      await double[Symbol.asyncDispose]()
    }
  }
}

async function post(url: string, apiKey: string, raw: Buffer): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'message/rfc822' },
    body: new Uint8Array(raw)
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`The inbox does not take the mail now: ${answer.status} ${text.slice(0, 300)}`)
}

/** What an e-mail channel of the demo is set up with. */
export const mailSettings = (demo: DemoData, channel: DemoData['channels'][number], smtpPort: number) => {
  const { address, name } = addressOf(demo, channel)
  return {
    ...{ address, name, signature: `{{agent.name}}\n${name}\nHand-made tiles from Lisbon` },
    smtpHost: '127.0.0.1',
    smtpPort,
    smtpSecure: false
  }
}

/** Connects the demo's e-mail channels to the SMTP server. One that somebody has given another address or server stays as it is. */
export async function connectMail(call: Call, demo: DemoData, smtpPort: number): Promise<void> {
  await Promise.all(
    demo.channels
      .filter(({ kind }) => kind === 'email')
      .map(channel =>
        changeSettings(call, channel.id, known => {
          const wanted = mailSettings(demo, channel, smtpPort)
          const isOther =
            known.address !== undefined && (known.address !== wanted.address || known.smtpHost !== '127.0.0.1')
          return isOther || known.smtpPort === smtpPort ? undefined : { ...known, ...wanted }
        })
      )
  )
}
