import type { ChannelKind, ConversationSummary } from '@inbox/contracts'
import type { System } from '@inbox/devstack'
import { waitFor } from '@inbox/testing'
import { call, connectSocket, signIn } from './clients.ts'

const PASSWORD = 'a password for benches only'
const MOST = '1000000'

/** Limits are meant against scripts, and this is one. */
export const withoutLimits = {
  LOG_LEVEL: 'error',
  CONNECTIONS_PER_ADDRESS: MOST,
  VISITOR_CONNECTIONS_PER_SECOND: MOST,
  VISITOR_MESSAGES_PER_MINUTE: MOST
}

/** A website's chat, or a channel of another kind, with the agent who answers there, `limit` conversations at once. */
export async function openSite({ urls, demo }: System, limit: number, kind: ChannelKind = 'webchat') {
  const gateway = urls['inbox-gateway']
  const admin = demo.users.find(({ role }) => role === 'admin')!
  const root = await signIn(gateway, admin.email, admin.password)
  const named = { name: 'Bench site', distribution: { mode: 'manual' } }
  const department = await call<{ id: string }>('POST', `${gateway}/v1/departments`, root, named)
  const written = { kind, name: 'Bench site', departmentId: department.id }
  const channel = await call<{ id: string }>('POST', `${gateway}/v1/channels`, root, written)
  const fields = { name: 'Bench', email: 'site@example.org', password: PASSWORD, role: 'agent', limit }
  await call('POST', `${gateway}/v1/agents`, root, { ...fields, departmentIds: [department.id] })
  const token = await signIn(gateway, fields.email, PASSWORD)
  const socket = await connectSocket(gateway, token)
  await call('PUT', `${gateway}/v1/me/status`, token, { status: 'available' })
  const waiting = async (count: number) => {
    const address = `${gateway}/v1/conversations?tab=queue&departmentId=${department.id}&limit=${Math.min(count, 200)}`
    return (await call<{ items: ConversationSummary[] }>('GET', address, token)).items
  }
  return {
    ...{ gateway, token, socket, channelId: channel.id },
    /** Enters, as an administrator, how to reach the provider. */
    connect: (settings: Record<string, string | number | boolean>) =>
      call('PUT', `${gateway}/v1/channels/${channel.id}`, root, { ...written, settings }),
    /** The agent accepts `count` waiting conversations, as soon as they arrive. */
    async accept(count: number) {
      const found = await waitFor(async () => (await waiting(count)).length >= count && waiting(count), {
        describe: `${count} waiting visitors`,
        timeoutMs: 60_000
      })
      for (const { id } of found) await call('POST', `${gateway}/v1/conversations/${id}/accept`, token, {})
      return found.map(({ id, contact }) => ({ id, externalId: contact.externalId }))
    }
  }
}
