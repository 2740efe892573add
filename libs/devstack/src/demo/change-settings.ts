import type { Call } from './gateway-client.ts'

type Settings = Record<string, unknown>

/** Changes only a channel's settings; `wanted` returns undefined if they are to stay. */
export async function changeSettings(
  call: Call,
  channelId: string,
  wanted: (known: Settings) => Settings | undefined
): Promise<void> {
  const path = `/v1/channels/${channelId}`
  const channel = await call<Record<string, unknown> & { settings: Settings }>('GET', path)
  const settings = wanted(channel.settings)
  if (!settings) return
  const { kind, name, icon, departmentId, session, priority, active } = channel
  await call('PUT', path, { kind, name, icon, departmentId, session, priority, active, settings })
}
