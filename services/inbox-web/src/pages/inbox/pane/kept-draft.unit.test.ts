import { expect, test } from '@jest/globals'
import { Refusal, Unreachable } from '../../../api/refusal.ts'
import { createKeyedStorage } from '../../../state/storage.ts'
import { createKeptDraft } from './kept-draft.ts'

/** One browser, of whose storage so many characters are left, and the server's drafts. */
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
  const server = { drafts: new Map<string, string>(), error: undefined as Error | undefined }
  const put = async (id: string, text: string) => {
    if (server.error) throw server.error
    server.drafts.set(id, text)
  }
  return {
    server,
    draftOf: (id: string) => createKeptDraft('ana', id, { storage: createKeyedStorage(() => area), put })
  }
}

test.each([new Refusal(400, {}), new Unreachable('offline')])(
  'a text that the server did not take stays newer than the one it has: %s',
  async error => {
    const { server, draftOf } = setting()
    draftOf('c').keep('short')
    await draftOf('c').sync()
    server.error = error
    draftOf('c').keep('longer than the server takes')
    await draftOf('c').sync()
    expect(draftOf('c').read()).toEqual({ text: 'longer than the server takes', synced: false })
    server.error = undefined
    await draftOf('c').sync()
    expect(server.drafts.get('c')).toBe('longer than the server takes')
    expect(draftOf('c').read()).toEqual({ text: 'longer than the server takes', synced: true })
  }
)

test('what is typed while a text is on its way is brought next', async () => {
  const { server, draftOf } = setting()
  draftOf('c').keep('Hel')
  const brought = draftOf('c').sync()
  draftOf('c').keep('Hello')
  await brought
  await draftOf('c').sync()
  expect(server.drafts.get('c')).toBe('Hello')
})

test('in a full storage, drafts that the server has make room for one that it has not', async () => {
  const { draftOf } = setting(100)
  draftOf('old').keep('x'.repeat(40))
  await draftOf('old').sync()
  draftOf('new').keep('y'.repeat(40))
  expect(draftOf('old').read()).toBeUndefined()
  expect(draftOf('new').read()?.text).toBe('y'.repeat(40))
})
