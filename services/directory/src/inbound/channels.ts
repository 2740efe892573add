import { createHash, randomBytes } from 'node:crypto'
import {
  type createChannel,
  type createChannelKey,
  defaultSessionRule,
  type getChannel,
  type listChannels,
  type replaceChannel,
  type revokeChannelKey
} from '@inbox/contracts'
import { type Call, type Caller, userOf } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import type { Directory } from '../directory.ts'
import { addKey, isValidAt } from '../domain/api-keys.ts'
import { channelOf, withoutSecrets } from '../domain/channel.ts'
import { answering } from './answers.ts'
import { requireActiveDepartment, requireDepartments } from './require-departments.ts'

/** Lets secret scanners and people recognise a key that lies about. */
const KEY_PREFIX = 'sik_'

export function channelCommands({ channels, departments, clock }: Directory) {
  const whole = answering(channels, channel => channelOf(channel, clock.now()))
  const bare = answering(channels, channel => withoutSecrets(channelOf(channel, clock.now())))
  const seenBy = (caller: Caller) => (userOf(caller).role === 'admin' ? whole : bare)
  const { one } = whole
  const contentOf = async (fields: Call<typeof createChannel>['body']) => {
    const path = 'body.departmentId'
    if (fields.active) await requireActiveDepartment(departments, fields.departmentId, path)
    else await requireDepartments(departments, [fields.departmentId], () => path)
    return { fields: { ...fields, session: fields.session ?? defaultSessionRule[fields.kind] } }
  }
  return {
    get: ({ params, caller }: Call<typeof getChannel>) => seenBy(caller).get(params.id),
    list: ({ query, caller }: Call<typeof listChannels>) => seenBy(caller).list(query),
    create: async (call: Call<typeof createChannel>) =>
      one(await channels.add({ ...(await contentOf(call.body)), keys: [] }, call)),
    async replace(call: Call<typeof replaceChannel>) {
      const content = await contentOf(call.body)
      return one(await channels.replace(call.params.id, call, ({ keys }) => ok({ ...content, keys })))
    },
    async addKey(call: Call<typeof createChannelKey>) {
      const id = newId()
      const apiKey = `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`
      const now = clock.now()
      const added = {
        id,
        sha256: createHash('sha256').update(apiKey).digest('hex'),
        hint: apiKey.slice(-4),
        createdAt: now.toISOString()
      }
      const result = await channels.replace(call.params.id, call, ({ fields, keys }) =>
        ok({ fields, keys: addKey(keys, added, now, call.body.retireOthersAfterSeconds) })
      )
      return result.ok ? ok({ id, apiKey }) : result
    },
    async revokeKey(call: Call<typeof revokeChannelKey>) {
      const { id, keyId } = call.params
      const result = await channels.replace(id, call, ({ fields, keys }) => {
        const left = keys.filter(key => key.id !== keyId && isValidAt(key, clock.now()))
        return keys.some(key => key.id === keyId) ? ok({ fields, keys: left }) : reject('not-found', 'No such key')
      })
      return result.ok ? ok(undefined) : result
    }
  }
}
