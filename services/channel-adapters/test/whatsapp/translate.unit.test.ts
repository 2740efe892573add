import { postEcho, postEdit, postMessage, postReaction, postRevocation, postStatus } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import type { ChannelEvent, ReceivedContent } from '../../src/channels/whatsapp/channel-event.ts'
import { translate } from '../../src/channels/whatsapp/translate.ts'
import { corpus } from './corpus.ts'
import { digest } from './digest.ts'
import { mutations } from './mutations.ts'

const now = new Date('2031-01-01T00:00:00.000Z')

test('the corpus has every kind of notification', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(120)
  expect(new Set(corpus.map(([title]) => title)).size).toBe(corpus.length)
})

test.each(corpus)('%s', (title, notification, out) => {
  expect(digest(translate(notification, now), title.startsWith('sender:'))).toEqual(out)
})

test('everything from the corpus is valid for channel-ingest', () => {
  for (const [title, notification] of corpus)
    for (const { events } of translate(notification, now))
      for (const each of events) expect({ title, refusal: refusalOf(each) }).toEqual({ title, refusal: undefined })
})

test('whatever happens to a notification on its way, nothing throws, and each element is either translated or a problem', () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
  for (const [mutated, title] of mutations(corpus, seed, Number(process.env.COUNT ?? 2000))) {
    const found = outcomeOf(mutated)
    if (found !== undefined) throw new Error(`seed ${seed}, ${title}: ${found}\n${JSON.stringify(mutated)}`)
  }
})

function outcomeOf(notification: unknown): string | undefined {
  try {
    const translated = translate(notification, now)
    const refused = translated.flatMap(({ events }) => events.map(refusalOf)).find(Boolean)
    if (refused) return refused
    const told = translated.flatMap(({ events, problems }) => [...events, ...problems]).length
    return told < elementsOf(notification) ? 'an element is lost' : undefined
  } catch (error) {
    return String(error)
  }
}

type Fields = Record<string, unknown> | null

/** The customers' messages and the statuses that must come out as something. */
function elementsOf(notification: unknown): number {
  const listed = (value: unknown, name: string): Fields[] => {
    const found = (value as Record<string, unknown> | null)?.[name]
    return Array.isArray(found) ? found : []
  }
  const changes = listed(notification, 'entry').flatMap(each => listed(each, 'changes'))
  const values = changes.filter(each => each?.field === 'messages').map(each => each?.value)
  const silent = ['request_welcome', 'system']
  return values.flatMap(value => [
    ...listed(value, 'messages').filter(each => !silent.includes(String(each?.type))),
    ...listed(value, 'statuses')
  ]).length
}

function refusalOf(event: ChannelEvent): string | undefined {
  const [schema, body] = postedAs(event)
  const parsed = schema?.safeParse(body)
  return parsed && !parsed.success ? `${JSON.stringify(body)}: ${parsed.error.message}` : undefined
}

function postedAs(event: ChannelEvent) {
  switch (event.kind) {
    case 'message':
      return [postMessage.body, { ...event.message, content: contentOf(event.said) }] as const
    case 'echo':
      return [postEcho.body, { ...event.echo, content: contentOf(event.said) }] as const
    case 'edit':
      return [postEdit.body, { ...event.edit, content: contentOf(event.said) }] as const
    case 'reaction':
      return [postReaction.body, event.reaction] as const
    case 'revocation':
      return [postRevocation.body, event.revocation] as const
    case 'status': {
      const { wamid, deliveryId: _, ...told } = event.status
      return [postStatus.body, { messageId: wamid, ...told }] as const
    }
    default:
      return []
  }
}

function contentOf(said: ReceivedContent) {
  if ('content' in said) return said.content
  const { id: mediaId, ...file } = said.file
  return { ...file, mediaId }
}
