import { fileURLToPath } from 'node:url'
import { mongoCommand } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startJudgedSystem } from '../src/index.ts'

const program = () => fileURLToPath(new URL('../../devstack/test/tiny-service.mjs', import.meta.url))

test('a system ends with an error if a log revealed what somebody wrote, but not for the names of our own staff', async () => {
  const system = await startJudgedSystem(import.meta.url, { services: ['queue'], program })
  const message = { _id: 'm-1', author: { name: 'of-our-people' }, content: { type: 'text', text: 'my-own-words' } }
  await mongoCommand(system.stores.mongodbUrl, `${system.stores.database}_queue`, {
    ...{ insert: 'messages', documents: [message] }
  })
  await fetch(`${system.urls.queue}/of-our-people`)
  await fetch(`${system.urls.queue}/said/my-own-words`)
  const error = await system.stop().catch(({ message: text }: Error) => text)
  expect(error).toMatch(/^logs must not tell this:\nqueue: .*my-own-words/)
  expect(error).not.toContain('of-our-people')
})
