import {
  acceptConversation,
  type ConversationSummary,
  closeConversation,
  type Found,
  listConversations,
  parkConversation,
  patchContact,
  putTags,
  sendMessage,
  transferConversation,
  writeNote
} from '@inbox/contracts'
import type { User } from '@inbox/http'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { agent } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
const boss = user('boss', 'supervisor')
const ana = user('ana', 'agent', ['support'])
const rui = user('rui', 'agent', ['sales'])

beforeAll(async () => {
  const agents = [agent('ana', { departmentIds: ['support'] }), agent('rui', { departmentIds: ['sales'] })]
  queue = await startQueue(import.meta.url, { agents })
  for (const { id } of agents) await queue.present(id)
})
afterAll(() => queue[Symbol.asyncDispose]())

type Contact = { id: string; name?: string; email?: string; phone?: string }

/** A waiting conversation in which a contact of that name wrote that text. */
async function wrote(text: string, contact: Partial<Contact> = {}, departmentId = 'support') {
  const id = newId()
  await queue.post({ contact: { id, ...contact }, departmentId, content: { type: 'text', text } })
  const externalId = contact.id ?? id
  return waitFor(async () => (await queue.list('queue', boss)).find(item => item.contact.externalId === externalId))
}
const search = async (q: string, actor: User = boss, query: object = {}) => {
  const answer = await queue.call(listConversations, { query: { q, ...query }, actor })
  if (!answer.ok) throw new Error(answer.error.detail)
  return answer.value as { items: (ConversationSummary & { found?: Found })[]; nextCursor: string | null }
}
const found = async (q: string, actor: User = boss, query: object = {}) =>
  (await search(q, actor, query)).items.map(({ id }) => id)

describe('a search', () => {
  it('finds a conversation by name, email, phone, external id and reference number of its contact', async () => {
    const phone = '+55 81 98888-7766'
    const { id, referenceNumber, contact } = await wrote('hi', {
      name: 'João Conceição',
      email: 'joao@zebra.org',
      phone
    })
    for (const q of ['conceicao jo', 'zebra.org', '988887766', '+55 81 98888', contact.externalId, referenceNumber])
      expect({ q, ids: await found(q) }).toEqual({ q, ids: [id] })
    expect(await found('conceicao pedro')).toEqual([])
  })

  it('finds it by an agent’s correction, and no longer by what was wrong', async () => {
    const { id, contact } = await wrote('hi', { name: 'Xaver Typo' })
    await queue.call(patchContact, { params: { id: contact.id }, body: { name: 'Xavier' }, actor: boss })
    expect([await found('xavier'), await found('typo')]).toEqual([[id], []])
  })

  it('finds it by what either side wrote, in any status', async () => {
    const { id } = await wrote('My Parachute does not open')
    await queue.call(acceptConversation, { params: { id }, actor: ana })
    const body = { clientMessageId: newId(), content: { type: 'text' as const, text: 'Which colour, please?' } }
    await queue.call(sendMessage, { params: { id }, body, actor: ana })
    expect(await found('parachute OPEN')).toEqual([id])
    expect(await found('colour')).toEqual([id])
    expect(await found('colour', boss, { tab: 'ongoing' })).toEqual([id])
    expect(await found('colour', boss, { tab: 'queue' })).toEqual([])
    await queue.call(closeConversation, { params: { id }, actor: ana })
    expect(await found('colour', ana, { tab: 'closed' })).toEqual([id])
  })

  it('finds it by its tags, and no longer by removed ones', async () => {
    const { id } = await wrote('hi')
    const tag = (tags: string[]) => queue.call(putTags, { params: { id }, body: { tags }, actor: boss })
    await tag(['Gewährleistung', 'VIP-Kunde'])
    expect([await found('gewahrleistung'), await found('vip')]).toEqual([[id], [id]])
    await tag([])
    expect(await found('vip')).toEqual([])
  })

  it('finds it by its notes, including those given with a transfer, for whoever may see them', async () => {
    const { id } = await wrote('hi')
    await queue.call(writeNote, { params: { id }, body: { text: 'wants a xylophone' }, actor: ana })
    await queue.call(transferConversation, {
      params: { id },
      body: { departmentId: 'sales', note: 'tuba' },
      actor: boss
    })
    expect([await found('xylo'), await found('tuba')]).toEqual([[id], [id]])
    expect([await found('xylo', ana), await found('tuba', rui)]).toEqual([[], [id]])
  })

  it('finds the last word of a long message, words in sentences without spaces, and foreign letters', async () => {
    const long = await wrote(`${Array.from({ length: 400 }, (_, n) => `word${n}`).join(' ')} kaleidoscope`)
    const meeting = await wrote('明日の会議室について教えてください')
    const polish = await wrote('Mieszkam przy Straße 12', { name: 'Łukasz Żółć' })
    expect(await found('kaleidoscope')).toEqual([long.id])
    expect([await found('会議室'), await found('教えて'), await found('議会')]).toEqual([
      [meeting.id],
      [meeting.id],
      []
    ])
    expect([await found('lukasz zolc'), await found('strasse')]).toEqual([[polish.id], [polish.id]])
  })

  it('shows where the words are', async () => {
    const { id } = await wrote('one two three, the thermostat is broken', { email: 'quokka@zoo.example' })
    await queue.call(putTags, { params: { id }, body: { tags: ['Heizung'] }, actor: boss })
    await queue.call(writeNote, { params: { id }, body: { text: 'calls back on Monday' }, actor: ana })
    const places = async (q: string) => {
      const hit = (await search(q)).items.find(item => item.id === id)?.found
      return [hit?.in, ...(hit?.marks ?? []).map(([from, until]) => hit!.text.slice(from, until))]
    }
    expect(await places('thermo two')).toEqual(['message', 'two', 'thermo'])
    expect(await places('heizung')).toEqual(['tag', 'Heizung'])
    expect(await places('monday')).toEqual(['note', 'Monday'])
    expect(await places('zoo.ex')).toEqual(['contact', 'zoo.ex'])
  })

  it('shows agents only what they may see, including messages', async () => {
    const here = await wrote('about the gearbox', { name: 'Quentin' })
    const there = await wrote('about the gearbox', { name: 'Quentin' }, 'sales')
    for (const q of ['quentin', 'gearbox']) {
      expect(await found(q, ana)).toEqual([here.id])
      expect(await found(q, rui)).toEqual([there.id])
      expect((await found(q)).sort()).toEqual([here.id, there.id].sort())
    }
    expect(await found('quentin', ana, { tab: 'queue', departmentId: 'sales' })).toEqual([])
  })

  it('finds an agent’s own conversation, even after the agent left the department', async () => {
    const { id } = await wrote('hi', { name: 'Wanda' })
    await queue.call(transferConversation, { params: { id }, body: { departmentId: 'sales' }, actor: boss })
    expect([await found('wanda', ana), await found('wanda', rui)]).toEqual([[], [id]])
    await queue.call(acceptConversation, { params: { id }, actor: rui })
    await queue.call(parkConversation, { params: { id }, actor: rui })
    expect(await found('wanda', rui, { tab: 'myInbox' })).toEqual([id])
  })

  it('is paged, newest first, each conversation once', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.unshift((await wrote('hippopotamus', { name: 'Hippolyta' })).id)
    const pages: string[][] = []
    let cursor: string | null | undefined
    do {
      const page = await search('hippo', boss, { limit: 2, ...(cursor && { cursor }) })
      pages.push(page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)])
  })

  it('for nothing but punctuation finds nothing; without words, a tab is required', async () => {
    expect(await found('.*')).toEqual([])
    expect(await queue.call(listConversations, { query: {}, actor: boss })).toMatchObject({ error: { status: 400 } })
  })
})
