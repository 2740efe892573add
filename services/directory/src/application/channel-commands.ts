import { hash, randomBytes } from 'node:crypto'
import { type ChannelFields, defaultSessionRule, secretSettings } from '@inbox/contracts'
import { type Clock, ok, reject } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { addKey, isValidAt } from '../domain/api-keys.ts'
import { type SealedSettings, sealSecrets } from '../domain/secret-settings.ts'
import type { Stores } from '../store/open-stores.ts'
import type { Change } from '../store/register.ts'
import { requireActiveDepartment, requireDepartments } from './require-departments.ts'
import type { Sealer } from './sealer.ts'

/** Lets secret scanners and people recognise a leaked key. */
const KEY_PREFIX = 'sik_'

/** What administrators can do with channels and their keys. */
export function createChannelCommands(
  { channels, departments }: Pick<Stores, 'channels' | 'departments'>,
  sealer: Sealer,
  clock: Clock
) {
  const contentOf = async ({ settings, ...fields }: ChannelFields) => {
    const path = 'body.departmentId'
    if (fields.active) await requireActiveDepartment(departments, fields.departmentId, path)
    else await requireDepartments(departments, [fields.departmentId], () => path)
    const content = { ...fields, session: fields.session ?? defaultSessionRule[fields.kind] }
    return (stored: SealedSettings = {}) => {
      const kept = sealSecrets(settings, secretSettings[fields.kind], stored, sealer.seal)
      return { fields: { ...content, settings: kept.settings }, sealed: kept.sealed }
    }
  }
  return {
    create: async (fields: ChannelFields, change: Change) =>
      channels.add({ ...(await contentOf(fields))(), keys: [] }, change),
    async replace(id: string, fields: ChannelFields, change: Change) {
      const content = await contentOf(fields)
      return channels.replace(id, change, ({ sealed, keys }) => ok({ ...content(sealed), keys }))
    },
    async addKey(channelId: string, retireOthersAfterSeconds: number | undefined, change: Change) {
      const id = newId()
      const apiKey = `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`
      const now = clock.now()
      const added = {
        id,
        sha256: hash('sha256', apiKey),
        hint: apiKey.slice(-4),
        createdAt: now.toISOString()
      }
      const result = await channels.replace(channelId, change, ({ fields, keys }) =>
        ok({ fields, keys: addKey(keys, added, now, retireOthersAfterSeconds) })
      )
      return result.ok ? ok({ id, apiKey }) : result
    },
    revokeKey: (channelId: string, keyId: string, change: Change) =>
      channels.replace(channelId, change, ({ fields, keys }) => {
        const left = keys.filter(key => key.id !== keyId && isValidAt(key, clock.now()))
        return keys.some(key => key.id === keyId) ? ok({ fields, keys: left }) : reject('not-found', 'No such key')
      })
  }
}
