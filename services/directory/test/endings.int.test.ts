import { distributionPolicy } from '@inbox/contracts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { start } from '../src/service.ts'
import { aChannel, aDepartment, startDirectory, type TestDirectory } from './builders.ts'

let directory: TestDirectory
beforeAll(async () => {
  directory = await startDirectory(import.meta.url)
})
afterAll(() => directory.stop())

const overflowTo = (departmentId: string) => ({
  ...distributionPolicy.parse({ mode: 'automatic' }),
  overflow: { departmentId, afterSeconds: 60 }
})
const made = async (name: string, more: object = {}): Promise<string> =>
  (await directory.admin('POST', '/v1/departments', { ...aDepartment({ name }), ...more })).body.id
const channelOf = async (departmentId: string, name: string): Promise<string> =>
  (await directory.admin('POST', '/v1/channels', aChannel(departmentId, { name }))).body.id
const department = async (id: string) => (await directory.admin('GET', `/v1/departments/${id}`)).body
const channel = async (id: string) => (await directory.admin('GET', `/v1/channels/${id}`)).body
const end = (id: string, successorId?: string) =>
  directory.admin('DELETE', `/v1/departments/${id}${successorId ? `?successorId=${successorId}` : ''}`)

describe('a department that ends', () => {
  test('is refused while channels or overflows lead to it, naming them', async () => {
    const id = await made('Used')
    await channelOf(id, 'Its channel')
    await made('Its neighbour', { distribution: overflowTo(id) })
    const refused = {
      status: 409,
      body: { code: 'department-in-use', current: { channels: ['Its channel'], departments: ['Its neighbour'] } }
    }
    expect(await end(id)).toMatchObject(refused)
    const put = aDepartment({ name: 'Used', active: false })
    expect(await directory.admin('PUT', `/v1/departments/${id}`, put)).toMatchObject(refused)
    expect(await department(id)).toMatchObject({ active: true, version: 1 })
  })

  test('hands over to the successor in the same call: channels, overflows, and departments that it succeeded itself', async () => {
    const [older, id, next] = [await made('Older'), await made('Ending'), await made('Next')]
    await end(older, id)
    const channelId = await channelOf(id, 'Moved')
    const neighbour = await made('Beside', { distribution: overflowTo(id) })
    await directory.admin('PUT', `/v1/departments/${next}`, aDepartment({ name: 'Next', distribution: overflowTo(id) }))
    expect((await end(id, next)).status).toBe(204)

    expect(await department(id)).toMatchObject({ active: false, successorId: next })
    expect(await department(older)).toMatchObject({ active: false, successorId: next })
    expect(await channel(channelId)).toMatchObject({ departmentId: next })
    expect((await department(neighbour)).distribution.overflow.departmentId).toBe(next)
    expect((await department(next)).distribution.overflow).toBeUndefined()
    const { body } = await directory.admin('GET', `/v1/audit?subjectId=${channelId}`)
    expect(body.items[0]).toMatchObject({ actor: { kind: 'user' }, changes: [{ path: 'departmentId', after: next }] })
  })

  test('is succeeded by another that is active, and only while it is not itself', async () => {
    const [id, over] = [await made('Choosy'), await made('Over')]
    await end(over)
    for (const [successorId, message] of [
      [id, 'is the department itself'],
      [over, 'is a department that is not active'],
      ['nobody', 'is not a department']
    ] as const) {
      const issues = [{ path: 'query.successorId', message }]
      expect(await end(id, successorId)).toMatchObject({ status: 400, body: { issues } })
    }
    const still = { ...aDepartment({ name: 'Choosy' }), successorId: await made('Another') }
    expect(await directory.admin('PUT', `/v1/departments/${id}`, still)).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'body.successorId', message: 'is only allowed for a department that is not active' }] }
    })
  })

  test('can be chosen neither for overflow nor for a channel in use', async () => {
    const over = await made('Gone')
    await end(over)
    const message = 'is a department that is not active'
    expect(
      await directory.admin('POST', '/v1/departments', {
        ...aDepartment({ name: 'Hopeful' }),
        distribution: overflowTo(over)
      })
    ).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'body.distribution.overflow.departmentId', message }] }
    })
    expect(await directory.admin('POST', '/v1/channels', aChannel(over))).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'body.departmentId', message }] }
    })
    const unused = aChannel(over, { active: false })
    expect((await directory.admin('POST', '/v1/channels', unused)).status).toBe(201)
  })

  test('is fully handed over by the next start, if the process died halfway', async () => {
    const [id, next] = [await made('Interrupted'), await made('Heir')]
    await end(id, next)
    // as if the channel had existed when the process crashed
    const late = await channelOf(next, 'Left behind')
    await directory.storeFields(late, { departmentId: id })
    await using _again = await start(directory.config, directory.clock)
    expect(await channel(late)).toMatchObject({ departmentId: next })
  })
})
