import type { ChannelFields } from '@inbox/contracts'

type Settings = ChannelFields['settings']

const SET = { set: true } as const

/** Settings as people see them: a secret appears only as set. */
export const maskSecrets = (settings: Settings, secrets: readonly string[]): Settings =>
  mapped(settings, (name, value) => (secrets.includes(name) ? SET : value))

/** Settings for anybody who has no use for secrets. */
export const dropSecrets = (settings: Settings, secrets: readonly string[]): Settings =>
  mapped(settings, (name, value) => (secrets.includes(name) ? undefined : value))

/** Encrypted secrets by name. */
export type SealedSettings = Readonly<Record<string, string>>

/** Settings as they are stored, secrets apart. A secret that was sent back masked keeps its stored value. */
export function sealSecrets(
  given: Settings,
  secrets: readonly string[],
  stored: SealedSettings,
  seal: (text: string, name: string) => string
): { settings: Settings; sealed: SealedSettings } {
  const settings: Settings = {}
  const sealed: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'object') {
      if (stored[name] !== undefined) sealed[name] = stored[name]
    } else if (secrets.includes(name)) sealed[name] = seal(String(value), name)
    else settings[name] = value
  }
  return { settings, sealed }
}

function mapped(settings: Settings, change: (name: string, value: Settings[string]) => Settings[string] | undefined) {
  const entries = Object.entries(settings).flatMap(([name, value]) => {
    const changed = change(name, value)
    return changed === undefined ? [] : [[name, changed] as const]
  })
  return Object.fromEntries(entries)
}
