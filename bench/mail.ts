import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerEvents } from '@inbox/contracts'
import {
  mailServersObstacle,
  newMailFolder,
  type PrivateDovecot,
  type System,
  startPrivateDovecot,
  startSystem
} from '@inbox/devstack'
import { mail, file as mailFile, multipartMail, part } from '../services/channel-adapters/test/email/corpus/build.ts'
import { createArrivals } from './arrivals.ts'
import { type Figure, ms } from './figure.ts'
import { openLoop } from './open-loop.ts'
import { residentMb } from './resident.ts'
import { openSite, withoutLimits } from './web-chat-site.ts'

/** How many mails are in the mailbox beforehand; use fewer for a trial. */
const MAILS = Number(process.env.BENCH_MAILS ?? 50_000)
const AT_ONCE = 1000
const PROBE_MS = 250
const [RATE, SECONDS] = [2, 30]
const LARGE = 25 * 1024 ** 2
const [FEW, MANY] = [4, 20]

/** A real mailbox (Dovecot): how soon it is read, how soon an agent sees new mail, and what large mails take. */
export async function mails(): Promise<Figure[]> {
  const obstacle = await mailServersObstacle()
  if (obstacle) throw new Error(`this bench needs Dovecot: ${obstacle}`)
  await using stack = new AsyncDisposableStack()
  const folder = await newMailFolder()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const dovecot = stack.use(await startPrivateDovecot({ folder, passwords: { support: 'secret' } }))
  await using system = await startSystem('bench_mail', { env: withoutLimits })
  await fill(dovecot)
  const site = await openSite(system, 1, 'email')
  const arrivals = createArrivals()
  site.socket.on('message', ({ message }: ServerEvents['message']) => arrivals.came(message.content))
  const arrives = async (raw: Buffer, words: string) => {
    const there = arrivals.of(words)
    await dovecot.deliver('support', raw)
    await there
  }
  const connected = await firstConnect(site, dovecot.port, words => arrives(numbered(words), words))
  const soon = await openLoop(RATE, SECONDS, n => arrives(numbered(`new ${n}`), `new ${n}`))
  return [
    {
      ...{ goal: '–', what: 'a mailbox is added → an agent sees new email in it', target: '≤ 30 s' },
      ...{
        measured: ms(connected),
        beside: `${MAILS.toLocaleString('en')} emails are in it; Dovecot has never listed them`
      }
    },
    {
      ...{ goal: '–', what: 'the mail server has an email → an agent sees it', target: 'max ≤ 1 s' },
      measured: `p50 ${ms(soon.at(50))}, p99 ${ms(soon.at(99))}, max ${ms(soon.most)}`,
      beside: `${RATE}/s for ${SECONDS} s, each from a new contact, among ${MAILS.toLocaleString('en')}; Dovecot itself waits half a second before announcing it`
    },
    await memory(system, arrives)
  ]
}

async function fill({ deliver }: PrivateDovecot): Promise<void> {
  for (let n = 0; n < MAILS; n += AT_ONCE)
    await deliver(
      'support',
      ...Array.from({ length: Math.min(AT_ONCE, MAILS - n) }, (_, i) => numbered(`old ${n + i}`))
    )
}

const numbered = (words: string) => {
  const id = words.replace(' ', '')
  return mail({ from: `${id}@example.org`, subject: words, 'message-id': `<${id}@example.org>` }, words)
}

/** Mail from before the first connection counts as answered elsewhere, so this delivers mails until one is seen. */
async function firstConnect(
  { connect }: Awaited<ReturnType<typeof openSite>>,
  port: number,
  arrives: (words: string) => Promise<void>
) {
  const begun = performance.now()
  await connect({
    ...{ address: 'support@azulejo.example', imapHost: '127.0.0.1', imapPort: port, imapSecure: false },
    ...{ imapUser: 'support', imapPassword: 'secret' }
  })
  let seenAt: number | undefined
  for (let n = 0; seenAt === undefined; n++) {
    void arrives(`probe ${n}`).then(() => {
      seenAt ??= performance.now()
    })
    await sleep(PROBE_MS)
  }
  return seenAt - begun
}

async function memory({ pid: pidOf }: System, arrives: (raw: Buffer, words: string) => Promise<void>): Promise<Figure> {
  const pid = pidOf('channel-adapters')
  const large = Buffer.alloc(LARGE, 'x')
  let most = 0
  const take = async (from: number, count: number) => {
    for (let n = from; n < from + count; n++) await arrives(largeMail(`large ${n}`, large), `large ${n}`)
    return most
  }
  await sleep(3000)
  const before = await residentMb(pid)
  const watching = setInterval(
    () =>
      void residentMb(pid).then(mb => {
        most = Math.max(most, mb)
      }),
    50
  )
  const few = (await take(0, FEW)) - before
  const many = (await take(FEW, MANY - FEW)) - before
  clearInterval(watching)
  return {
    ...{ goal: '–', what: `memory of channel-adapters while ${FEW} / ${MANY} emails of 25 MB arrive` },
    ...{ measured: `+${Math.round(few)} MB / +${Math.round(many)} MB at most`, target: '≤ 300 MB, however many' },
    beside: `resident memory before: ${Math.round(before)} MB; an email is held in memory whole, one per mailbox at a time`
  }
}

const largeMail = (words: string, content: Buffer) =>
  multipartMail('mixed', [part('text/plain', words), mailFile('application/octet-stream', 'large.bin', content)], {
    ...{
      from: `${words.replace(' ', '')}@example.org`,
      subject: words,
      'message-id': `<${words.replace(' ', '')}@x.example>`
    }
  })
