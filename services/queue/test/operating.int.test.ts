import { runOps } from '@inbox/devstack'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
const boss = user('boss', 'supervisor')
beforeAll(async () => {
  queue = await startQueue(import.meta.url)
})
afterAll(() => queue?.[Symbol.asyncDispose]())

async function ops(...args: string[]) {
  const env = { QUEUE_URL: queue.urls[0], SERVICE_TOKEN_SECRET: queue.secret }
  const { code, stdout, stderr } = await runOps(['conversations', ...args], env)
  const said = stdout.split('\n').filter(Boolean)
  return { code, said: said.map((line): unknown => JSON.parse(line)), complaint: stderr }
}

it('an operator moves and closes conversations from the command line, and the history says who it was', async () => {
  await queue.present('leo')
  await queue.post({ contact: { id: 'operated', name: 'Bia' }, content: { type: 'text', text: 'my secret' } })
  const { id } = await waitFor(async () =>
    (await queue.list('queue', boss)).find(({ contact }) => contact.externalId === 'operated')
  )
  const shown = await ops('show', id, 'nowhere')
  expect(shown).toMatchObject({
    code: 1,
    said: [
      { id, steps: [{ from: null, cause: expect.any(String) }] },
      { id: 'nowhere', code: 'not-found' }
    ]
  })
  expect(JSON.stringify(shown)).not.toMatch(/secret|Bia/)
  expect(await ops('transfer', id, '--to', 'sales', '--by', 'Night shift')).toMatchObject({
    ...{ code: 0, said: [{ id, departmentId: 'sales' }] }
  })
  const closed = await ops('close', id, '--by', 'Night shift', '--reason', 'a double')
  expect(closed).toMatchObject({ code: 0, said: [{ id, status: 'closed' }] })
  expect((await ops('show', id)).said).toMatchObject([
    {
      steps: expect.arrayContaining([
        expect.objectContaining({ to: 'closed', actor: { kind: 'agent', id: 'operator', name: 'Night shift' } })
      ])
    }
  ])
  expect(await ops('close', id)).toMatchObject({ code: 2, complaint: expect.stringContaining('--by <name>') })
})
