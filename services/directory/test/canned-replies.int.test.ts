import type { CannedReplyFields } from '@inbox/contracts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aDepartment, startDirectory, type TestDirectory, user } from './builders.ts'

let directory: TestDirectory
let sales: string
let support: string
beforeAll(async () => {
  directory = await startDirectory(import.meta.url)
  const create = async (name: string) =>
    (await directory.admin('POST', '/v1/departments', aDepartment({ name }))).body.id
  sales = await create('Sales')
  support = await create('Support')
})
afterAll(() => directory.stop())

const PATH = '/v1/canned-replies'
const aReply = (shortcut: string, more: Partial<CannedReplyFields> = {}) => ({
  name: `Reply ${shortcut}`,
  shortcut,
  text: 'Hello {{contact.name}}',
  ...more
})
const write = (body: object, role: 'admin' | 'supervisor' | 'agent' = 'supervisor') =>
  directory.call('POST', PATH, { as: user(role), body })
const shortcutsSeen = async (as: ReturnType<typeof user>, query = '') =>
  (await directory.call('GET', `${PATH}?limit=200${query}`, { as })).body.items.map(
    ({ shortcut }: { shortcut: string }) => shortcut
  )

describe('canned replies', () => {
  test('are written by supervisors and administrators, read by all staff', async () => {
    expect(await write(aReply('hello'))).toMatchObject({ status: 201, body: { version: 1, active: true } })
    expect((await write(aReply('bye'), 'admin')).status).toBe(201)
    expect((await write(aReply('mine'), 'agent')).status).toBe(403)
    expect(await shortcutsSeen(user('agent'))).toEqual(expect.arrayContaining(['bye', 'hello']))
  })

  test('of a department are seen by its agents, and by supervisors', async () => {
    const { body } = await write(aReply('quote', { departmentId: sales }))
    const [seller, helper] = [sales, support].map(id => ({ ...user('agent'), departmentIds: [id] }))
    expect(await shortcutsSeen(seller!)).toContain('quote')
    expect(await shortcutsSeen(helper!)).not.toContain('quote')
    expect((await directory.call('GET', `${PATH}/${body.id}`, { as: seller })).status).toBe(200)
    expect((await directory.call('GET', `${PATH}/${body.id}`, { as: helper })).status).toBe(404)
    expect(await shortcutsSeen(user('supervisor'))).toContain('quote')
    expect(await shortcutsSeen(user('supervisor'), `&departmentId=${support}`)).not.toContain('quote')
    expect(await shortcutsSeen(user('supervisor'), `&departmentId=${support}`)).toContain('hello')
  })

  test('share no shortcut within a department or among those for all', async () => {
    await write(aReply('price'))
    expect(await write(aReply('price'))).toMatchObject({ status: 409, body: { code: 'shortcut-taken' } })
    expect((await write(aReply('price', { departmentId: sales }))).status).toBe(201)
    expect((await write(aReply('price', { departmentId: support }))).status).toBe(201)
  })

  test('taken out of use release their shortcut, and regain it only while nobody else has it', async () => {
    const first = await write(aReply('again'))
    const path = `${PATH}/${first.body.id}`
    expect((await directory.admin('DELETE', path)).status).toBe(204)
    expect((await directory.admin('DELETE', path)).status).toBe(204)
    expect(await shortcutsSeen(user('agent'), '&active=true')).not.toContain('again')
    expect((await write(aReply('again'))).status).toBe(201)
    expect(await directory.admin('PUT', path, aReply('again'))).toMatchObject({ status: 409 })
    expect(await directory.admin('PUT', path, aReply('again-2'))).toMatchObject({ status: 200, body: { version: 3 } })
  })

  test('are not overwritten by somebody who has seen an older version', async () => {
    const { body } = await write(aReply('guarded'))
    const put = (text: string, ifMatch: number) =>
      directory.admin('PUT', `${PATH}/${body.id}`, aReply('guarded', { text }), ifMatch)
    expect(await put('new', 1)).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await put('late', 1)).toMatchObject({ status: 412, body: { current: { version: 2 } } })
  })

  test.each([
    ['an unknown placeholder', { text: 'Dear {{customer}}' }, 'body.text'],
    ['a department that does not exist', { departmentId: 'nowhere' }, 'body.departmentId'],
    ['a shortcut with blanks', { shortcut: 'good day' }, 'body.shortcut'],
    ['an empty text', { text: '  ' }, 'body.text']
  ])('are refused with %s', async (_, wrong, path) => {
    expect(await write({ ...aReply('wrong'), ...wrong })).toMatchObject({ status: 400, body: { issues: [{ path }] } })
  })
})
