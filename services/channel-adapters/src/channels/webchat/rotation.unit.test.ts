import { expect, test } from '@jest/globals'
import { createVisitorFiles } from './files.ts'
import { createVisitorTokens } from './visitor-token.ts'

const visitor = { channelId: 'chat', id: 'v1' }

test('visitors and their files stay known while their secret is replaced', async () => {
  const token = await createVisitorTokens('old').sign(visitor)
  const mediaId = createVisitorFiles('old').nameFor(visitor, 'm1')
  const file = { type: 'file', mediaId, mimeType: 'text/plain' } as const
  const knownWith = async (secrets: string) => {
    const known = await createVisitorTokens(secrets).knownBy('chat', token)
    return [known?.id, createVisitorFiles(secrets).contentOf(visitor, file).ok]
  }
  expect(await knownWith('new,old')).toEqual(['v1', true])
  expect(await knownWith('new')).toEqual([undefined, false])
})
