import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
const boss = user('boss', 'supervisor')
beforeAll(async () => {
  queue = await startQueue(import.meta.url)
})
afterAll(() => queue?.[Symbol.asyncDispose]())

const ops = (...args: string[]) =>
  new Promise<{ code: number; said: unknown[]; complaint: string }>(resolve => {
    const env = { PATH: process.env.PATH, QUEUE_URL: queue.urls[0], SERVICE_TOKEN_SECRET: queue.secret }
    const cwd = fileURLToPath(new URL('../../..', import.meta.url))
    const program = ['--conditions=source', '--no-warnings', 'scripts/ops.ts', 'conversations']
    execFile(process.execPath, [...program, ...args], { cwd, env }, (error, stdout, stderr) => {
      const said = stdout.split('\n').filter(Boolean)
      resolve({ code: Number(error?.code ?? 0), said: said.map(line => JSON.parse(line)), complaint: stderr })
    })
  })

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
