import type { ChannelFields } from '@inbox/contracts'

type Settings = ChannelFields['settings']

const SET = { set: true } as const

/** Settings as people see them: of a secret only that it is set. */
export const maskSecrets = (settings: Settings, secrets: readonly string[]): Settings =>
  mapped(settings, (name, value) => (secrets.includes(name) ? SET : value))

/** Settings as anybody may see them who has no use for secrets. */
export const dropSecrets = (settings: Settings, secrets: readonly string[]): Settings =>
  mapped(settings, (name, value) => (secrets.includes(name) ? undefined : value))

/** Settings as they are stored: what was sent back as it is shown stays as it was. */
export const keepSecrets = (given: Settings, stored: Settings = {}): Settings =>
  mapped(given, (name, value) => (typeof value === 'object' ? stored[name] : value))

function mapped(settings: Settings, change: (name: string, value: Settings[string]) => Settings[string] | undefined) {
  const entries = Object.entries(settings).flatMap(([name, value]) => {
    const changed = change(name, value)
    return changed === undefined ? [] : [[name, changed] as const]
  })
  return Object.fromEntries(entries)
}
