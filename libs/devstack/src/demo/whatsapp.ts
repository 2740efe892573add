import { randomBytes, randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type KeptState, keptState, startWhatsAppDouble, takeUp, type WhatsAppDouble } from '@inbox/whatsapp-double'
import { writeFileWhole } from '../write-file-whole.ts'
import { changeSettings } from './change-settings.ts'
import type { WhatsAppAccount } from './credentials.ts'
import type { Call } from './gateway-client.ts'
import type { DemoData } from './seed-demo.ts'

const API_VERSION = 'v26.0'

const digits = (count: number) =>
  `${randomInt(1, 10)}${Array.from({ length: count - 1 }, () => randomInt(10)).join('')}`

export const newWhatsAppAccount = (): WhatsAppAccount => ({
  phoneNumberId: digits(15),
  businessAccountId: digits(15),
  displayPhoneNumber: `35121${digits(7)}`,
  accessToken: `EAA${randomBytes(40).toString('hex')}`,
  appSecret: randomBytes(16).toString('hex'),
  verifyToken: randomBytes(16).toString('base64url')
})

/** One with a number, one hidden behind a username, and one without a name. */
const customers = [
  { name: 'Marta Nunes', phone: '351912345601', userId: 'PT.101912345601' },
  { name: 'João Costa', phone: '5511987654302', waId: '551187654302', userId: 'BR.105511987654' },
  { name: 'Wei Chen', username: 'wei.chen', phone: '6581234503', userId: 'SG.106581234503' },
  { phone: '34612345604', userId: 'ES.103461234560' }
]

const templates = [
  {
    name: 'order_update',
    language: 'en_US',
    category: 'UTILITY' as const,
    components: [
      {
        type: 'BODY' as const,
        text: 'Hello {{1}}, your order {{2}} is ready. Reply to this message if you have a question.'
      },
      { type: 'FOOTER' as const, text: 'Azulejo, Lisbon' },
      {
        type: 'BUTTONS' as const,
        buttons: [
          { type: 'QUICK_REPLY', text: 'Thank you' },
          { type: 'QUICK_REPLY', text: 'I have a question' }
        ]
      }
    ]
  },
  {
    name: 'order_update',
    language: 'pt_PT',
    category: 'UTILITY' as const,
    components: [
      {
        type: 'BODY' as const,
        text: 'Olá {{1}}, a sua encomenda {{2}} está pronta. Responda a esta mensagem se tiver dúvidas.'
      }
    ]
  },
  {
    name: 'new_tiles',
    language: 'en_US',
    category: 'MARKETING' as const,
    components: [
      { type: 'HEADER' as const, format: 'TEXT' as const, text: 'New tiles' },
      { type: 'BODY' as const, text: 'The tiles of {{1}} have come. Would you like to see them?' }
    ]
  }
]

interface Options {
  /** 0 = any free port. */
  port: number
  /** The base URL for webhooks. */
  adaptersUrl: string
  demo: DemoData
  /** By channel id; new ones are added. */
  accounts: Record<string, WhatsAppAccount>
  /** Keeps customers and their chats between starts, as the inbox keeps its conversations. */
  file: string
}

/** A WhatsApp double with a number for each WhatsApp channel, and some customers; disposing saves their chats. */
export async function startDemoWhatsApp({ port, adaptersUrl, demo, accounts, file }: Options): Promise<WhatsAppDouble> {
  const double = await startWhatsAppDouble({ port })
  const { client } = double
  const kept = await readFile(file, 'utf8').then(
    text => JSON.parse(text) as KeptState,
    () => undefined
  )
  if (kept) takeUp(double.double, kept)
  for (const { id, kind, departmentId } of demo.channels) {
    if (kind !== 'whatsapp') continue
    accounts[id] ??= newWhatsAppAccount()
    const department = demo.departments.find(each => each.id === departmentId)!
    const { phoneNumberId } = await client.addNumber({
      ...accounts[id],
      verifiedName: `Azulejo ${department.name}`,
      coexistence: true,
      webhookUrl: `${adaptersUrl}/v1/whatsapp/${id}/webhook`
    })
    for (const template of templates) await client.addTemplate(phoneNumberId, template)
  }
  if (!kept) for (const customer of customers) await client.addCustomer(customer)
  return {
    ...double,
    async [Symbol.asyncDispose]() {
      await writeFileWhole(file, keptState(double.double))
      await double[Symbol.asyncDispose]()
    }
  }
}

/** The settings of an account's channel. */
export const whatsappSettings = (account: WhatsAppAccount, baseUrl: string) => {
  const { displayPhoneNumber: _, ...settings } = account
  return { ...settings, apiVersion: API_VERSION, baseUrl }
}

/**
 * Connects the demo's WhatsApp channels to the double through the gateway's public API, except those that somebody has
 * connected to another account.
 */
export async function connectWhatsApp(call: Call, accounts: Options['accounts'], baseUrl: string): Promise<void> {
  await Promise.all(
    Object.entries(accounts).map(([id, account]) =>
      changeSettings(call, id, known => {
        const wanted = whatsappSettings(account, baseUrl)
        const isOther = known.phoneNumberId !== undefined && known.phoneNumberId !== wanted.phoneNumberId
        return isOther || known.baseUrl === baseUrl ? undefined : wanted
      })
    )
  )
}
