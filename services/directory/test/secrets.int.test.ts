import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { fakeClock } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Config } from '../src/config.ts'
import { start } from '../src/service.ts'
import { aChannel, startDirectory } from './builders.ts'

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const SECRET = `whsec_${Buffer.from('only the adapter may know of this').toString('base64')}`
const logger = createLogger('tests', 'silent')
let directory: Awaited<ReturnType<typeof startDirectory>>
let channelId: string
let webhook: { id: string; secret: string }
beforeAll(async () => {
  directory = await startDirectory(import.meta.url)
  const department = await directory.admin('POST', '/v1/departments', {
    name: 'Sales',
    distribution: { mode: 'manual' }
  })
  const settings = { callbackUrl: 'https://hooks.example/1', secret: SECRET }
  const body = { ...aChannel(department.body.id), kind: 'api', settings }
  channelId = (await directory.admin('POST', '/v1/channels', body)).body.id
  webhook = (await directory.admin('POST', '/v1/webhooks', { url: 'https://a.example', events: ['message.sent'] })).body
  const shown = { ...settings, secret: { set: true } }
  await directory.admin('PUT', `/v1/channels/${channelId}`, { ...body, name: 'Renamed', settings: shown })
})
afterAll(() => directory?.stop())

const database = () =>
  connectMongo({ url: directory.config.MONGODB_URL, database: `${directory.stores.name}_directory`, logger })
/** Everything that the directory stores, as one string. */
async function stored(): Promise<string> {
  await using mongo = await database()
  const texts = ['channels', 'webhooks', 'audit', 'departments'].map(async name =>
    JSON.stringify(await mongo.collection<{ _id: string }>(name).find({}).toArray())
  )
  return (await Promise.all(texts)).join()
}
/** What channel-adapters gets of the channel and the webhook from a directory started with these keys. */
async function accountWith(keys: Partial<Config>) {
  await using service = await start({ ...directory.config, ...keys }, fakeClock(new Date()))
  const { body } = await directory.callAt(service.url, 'GET', '/v1/channel-accounts')
  const { items } = (await directory.callAt(service.url, 'GET', '/v1/webhook-accounts')).body
  expect(items).toMatchObject([{ id: webhook.id, secrets: [{ secret: webhook.secret }] }])
  return body.items.find((each: { id: string }) => each.id === channelId).settings
}

test('the database contains no secret of a channel or webhook in the clear, and the adapters still get it', async () => {
  expect(await stored()).toContain('Renamed')
  for (const secret of [SECRET, webhook.secret]) expect(await stored()).not.toContain(secret)
  const { items } = (await directory.call('GET', '/v1/channel-accounts')).body
  expect(items).toMatchObject([{ settings: { callbackUrl: 'https://hooks.example/1', secret: SECRET } }])
})

test('what a former version stored in the clear is sealed at the next start', async () => {
  await using mongo = await database()
  const channels = mongo.collection<{ _id: string }>('channels')
  await channels.updateOne({ _id: channelId }, {
    $set: { 'fields.settings.secret': SECRET },
    $unset: { sealed: '' }
  } as never)
  expect(await stored()).toContain(SECRET)
  expect(await accountWith({})).toMatchObject({ secret: SECRET })
  expect(await stored()).not.toContain(SECRET)
})

test('the key is changed by naming both for a time; before that is done, a directory with only the new one does not start', async () => {
  const [next, old] = [keyOf(2), directory.config.SETTINGS_KEY]
  await expect(accountWith({ SETTINGS_KEY: next })).rejects.toThrow('that is not among SETTINGS_KEY')
  for (const SETTINGS_KEY of [`${old},${next}`, `${next},${old}`, next])
    expect(await accountWith({ SETTINGS_KEY })).toMatchObject({ secret: SECRET })
})
