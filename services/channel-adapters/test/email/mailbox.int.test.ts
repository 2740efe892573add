import { rm } from 'node:fs/promises'
import { freePort, mailServersObstacle, newMailFolder, type PrivateDovecot, startPrivateDovecot } from '@inbox/devstack'
import { startFaultProxy, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Adapters, startAdapters } from '../adapters-fixture.ts'
import { aDelivery, CHANNEL } from '../builders.ts'
import { mail } from './corpus/build.ts'
import { startIngestDouble } from './ingest-double.ts'
import { startSmtpServer } from './smtp-double.ts'

const obstacle = await mailServersObstacle()
if (obstacle) console.warn(`No Dovecot here (${obstacle}): how mailboxes are read by IMAP is NOT tested`)

/** The size of a mail that takes many packets. */
const LARGE_BYTES = 1_000_000

const stack = new AsyncDisposableStack()
let dovecot: PrivateDovecot
let proxy: Awaited<ReturnType<typeof startFaultProxy>>
let ingest: Awaited<ReturnType<typeof startIngestDouble>>
let adapters: Adapters
let reader: Awaited<ReturnType<Adapters['startOne']>>
let settings: Record<string, string | number | boolean>

const numbered = (subject: string, more: Record<string, string> = {}) =>
  mail({ subject, 'message-id': `<${subject.replace(/\W/g, '')}@example.org>`, ...more })
const delivered = (...mails: Buffer[]) => dovecot.deliver('support', ...mails)
const idsOf = (subject: string) =>
  new Set(ingest.messages.filter(({ thread }) => thread?.subject === subject).map(({ messageId }) => messageId))
const arrived = (subject: string) => waitFor(() => idsOf(subject).size > 0, { timeoutMs: 30_000 })

const describeWithDovecot = obstacle ? describe.skip : describe
describeWithDovecot('a mailbox', () => {
  beforeAll(async () => {
    const folder = await newMailFolder()
    stack.defer(() => rm(folder, { recursive: true, force: true }))
    dovecot = stack.use(await startPrivateDovecot({ folder, passwords: { support: 'secret' } }))
    await delivered(numbered('Old 1'), numbered('Old 2'))
    proxy = stack.use(await startFaultProxy(dovecot.url))
    ingest = stack.use(await startIngestDouble())
    settings = {
      ...{ address: 'support@azulejo.example', imapHost: '127.0.0.1', imapPort: proxy.port, imapSecure: false },
      ...{ imapUser: 'support', imapPassword: 'secret' }
    }
    adapters = stack.use(
      await startAdapters(import.meta.url, settings, { CHANNEL_INGEST_URL: ingest.url }, { kind: 'email' })
    )
    reader = stack.use(await adapters.startOne())
  }, 60_000)
  afterAll(() => stack.disposeAsync())

  test('is read from the first connection on: what arrived before was answered elsewhere', async () => {
    // anything that comes before it has been read once is not for us
    await waitFor(async () => (await adapters.mailbox())?.readUntil, { timeoutMs: 60_000 })
    await delivered(numbered('New'))
    await arrived('New')
    expect(idsOf('Old 1').size + idsOf('Old 2').size).toBe(0)
  })

  test('delivers each email, whatever lies between: one that cannot be read is set aside', async () => {
    await delivered(numbered('Before'), Buffer.from([0, 255, 10]), numbered('After'))
    // concurrent mails may be numbered in any order by the server
    await Promise.all([arrived('Before'), arrived('After')])
    expect([idsOf('Before').size, idsOf('After').size]).toEqual([1, 1])
  })

  test('is read further when its connection is cut, at any moment, each email once', async () => {
    const two = (moment: string) => [`Cut ${moment}`, `Cut ${moment}, 2`] as const
    const moments: [string, (first: string) => Promise<unknown>][] = [
      ['while idle', async () => undefined],
      ['while connecting', () => waitFor(() => proxy.connections > 0)],
      ['between two emails', first => arrived(first)]
    ]
    for (const [moment, comes] of moments) {
      const [first, second] = two(moment)
      await delivered(numbered(first), numbered(second))
      await comes(first)
      proxy.cut()
    }
    const all: string[] = moments.flatMap(([moment]) => two(moment))
    const inTheMidst = proxy.cutAfter(LARGE_BYTES / 2)
    await delivered(
      mail({ subject: 'Large', 'message-id': '<large@example.org>' }, 'one line of many\n'.repeat(LARGE_BYTES / 17))
    )
    await inTheMidst
    all.push('Large')
    await delivered(numbered('After all'))
    for (const subject of [...all, 'After all']) await arrived(subject)
    expect(all.map(subject => idsOf(subject).size)).toEqual(all.map(() => 1))
    expect(ingest.messages.filter(({ thread }) => thread?.subject === 'New')).toHaveLength(1)
  })

  test('is read by one process at a time, and by the other once that is gone', async () => {
    const former = await adapters.mailbox()
    const other = await adapters.startOne()
    await delivered(numbered('Of two'))
    await arrived('Of two')
    expect((await adapters.mailbox())!.fence).toBe(former!.fence)
    await reader[Symbol.asyncDispose]()
    reader = stack.use(other)
    await delivered(numbered('Of the other'))
    await arrived('Of the other')
    for (const subject of ['Of two', 'Of the other'])
      expect(ingest.messages.filter(({ thread }) => thread?.subject === subject)).toHaveLength(1)
    expect((await adapters.mailbox())!.owner).not.toBe(former!.owner)
  })

  test('waits while channel-ingest is unavailable, and loses nothing', async () => {
    ingest.setAway(true)
    await delivered(numbered('Patience'))
    await waitFor(async () => ingest.refused() > 0)
    ingest.setAway(false)
    await arrived('Patience')
  })

  test('with a wrong password says so, and is read again with the right one', async () => {
    await dovecot.setPassword('support', 'changed')
    await adapters.changeChannel({ ...settings, imapPassword: 'secret' })
    await waitFor(() => adapters.receivingStates().at(-1) === 'disconnected', { timeoutMs: 30_000 })
    await delivered(numbered('Behind the door'))
    settings = { ...settings, imapPassword: 'changed' }
    await adapters.changeChannel(settings)
    await arrived('Behind the door')
    await waitFor(() => adapters.receivingStates().at(-1) === 'connected')
  })

  test('is independent of sending: an unreachable mailbox does not affect replies, nor do they affect it', async () => {
    await using smtp = await startSmtpServer()
    const sends = { ...settings, smtpHost: '127.0.0.1', smtpPort: smtp.port, smtpSecure: false }
    await adapters.changeChannel({ ...sends, imapPort: await freePort() })
    await waitFor(() => adapters.receivingStates().at(-1) === 'failing', { timeoutMs: 30_000 })
    await adapters.request(aDelivery('c', 'out', { channel: { ...CHANNEL, kind: 'email' } }))
    await waitFor(() => adapters.toldOf('out')[0])
    expect(await adapters.health(reader.url)).toMatchObject({ state: 'connected', receiving: { state: 'failing' } })
    const [forAgents] = await adapters.listedFor('agent', reader.url)
    expect(forAgents).toMatchObject({ state: 'connected', receiving: { state: 'failing' } })
    expect(forAgents!.receiving).not.toHaveProperty('error')
    expect(adapters.states()).toEqual([])
    await adapters.changeChannel(sends)
    await waitFor(() => adapters.receivingStates().at(-1) === 'connected')
  })
})
