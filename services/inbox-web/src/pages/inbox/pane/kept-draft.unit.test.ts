import { expect, test } from '@jest/globals'
import { Refusal, Unreachable } from '../../../api/refusal.ts'
import { createKeyedStorage } from '../../../state/storage.ts'
import { createKeptDraft, type Written } from './kept-draft.ts'

/** One browser with room for `most` characters in its storage, and the server's drafts. */
function setting(most = Number.POSITIVE_INFINITY) {
  const texts = new Map<string, string>()
  const area = {
    get length() {
      return texts.size
    },
    key: (index: number) => [...texts.keys()][index] ?? null,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem(key: string, value: string) {
      const others = [...texts].filter(([each]) => each !== key)
      if (others.reduce((sum, [, text]) => sum + text.length, value.length) > most) throw new DOMException('full')
      texts.set(key, value)
    },
    removeItem: (key: string) => void texts.delete(key)
  } as Storage
  const server = { drafts: new Map<string, string>(), error: undefined as Error | undefined, during: () => {} }
  const put = async (id: string, { text, replyTo }: Written) => {
    if (server.error) throw server.error
    server.during()
    server.drafts.set(id, replyTo ? `${text} to ${replyTo.messageId}` : text)
  }
  return {
    server,
    draftOf: (id: string) => createKeptDraft('ana', id, { storage: createKeyedStorage(() => area), put })
  }
}

test.each([new Refusal(400, {}), new Unreachable('offline')])(
  'a text that the server did not accept stays newer than the one it has: %s',
  async error => {
    const { server, draftOf } = setting()
    draftOf('c').keep({ text: 'short' })
    await draftOf('c').sync()
    server.error = error
    draftOf('c').keep({ text: 'longer than the server takes' })
    await draftOf('c').sync()
    expect(draftOf('c').read()).toEqual({ text: 'longer than the server takes', synced: false })
    server.error = undefined
    await draftOf('c').sync()
    expect(server.drafts.get('c')).toBe('longer than the server takes')
    expect(draftOf('c').read()).toEqual({ text: 'longer than the server takes', synced: true })
  }
)

test('what is typed while a text is being saved is saved next', async () => {
  const { server, draftOf } = setting()
  draftOf('c').keep({ text: 'Hel' })
  const brought = draftOf('c').sync()
  draftOf('c').keep({ text: 'Hello' })
  await brought
  await draftOf('c').sync()
  expect(server.drafts.get('c')).toBe('Hello')
})

test('in a full storage, drafts that the server has make room for one that it does not have', async () => {
  const { draftOf } = setting(100)
  draftOf('old').keep({ text: 'x'.repeat(40) })
  await draftOf('old').sync()
  draftOf('new').keep({ text: 'y'.repeat(40) })
  expect(draftOf('old').read()).toBeUndefined()
  expect(draftOf('new').read()?.text).toBe('y'.repeat(40))
})

test('the message being answered is stored with the text, even before there is any, and removed with it', async () => {
  const { server, draftOf } = setting()
  draftOf('c').keep({ text: '', replyTo: { messageId: 'm1' } })
  await draftOf('c').sync()
  draftOf('c').keep({ text: 'Yes', replyTo: { messageId: 'm1' } })
  server.during = () => draftOf('c').keep({ text: 'Yes', replyTo: { messageId: 'm2' } })
  await draftOf('c').sync()
  server.during = () => {}
  expect(draftOf('c').read()).toMatchObject({ replyTo: { messageId: 'm2' }, synced: false })
  await draftOf('c').sync()
  expect(server.drafts.get('c')).toBe('Yes to m2')
  draftOf('c').keep({ text: '' })
  await draftOf('c').sync()
  expect(draftOf('c').read()).toBeUndefined()
})
