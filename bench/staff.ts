import type { System } from '@inbox/devstack'
import type { Socket } from 'socket.io-client'
import { call, connectSocket, signIn } from './clients.ts'

const PASSWORD = 'a password for benches only'

/** Agents of one automatic department, connected and available. */
export interface Staff extends Disposable {
  departmentId: string
  /** The key of one of the department's channels. */
  apiKey: string
  agents: { token: string; socket: Socket }[]
}

/** Sets up the department through the public API and connects its agents. */
export async function openStaff({ urls, demo }: System, count: number, limit: number): Promise<Staff> {
  const gateway = urls['inbox-gateway']
  const admin = demo.users.find(({ role }) => role === 'admin')!
  const token = await signIn(gateway, admin.email, admin.password)
  const department = await call<{ id: string }>('POST', `${gateway}/v1/departments`, token, {
    name: 'Bench',
    distribution: { mode: 'automatic', strategy: 'random', offerTimeoutSeconds: 0 }
  })
  const channel = await call<{ id: string }>('POST', `${gateway}/v1/channels`, token, {
    kind: 'whatsapp',
    name: 'Bench',
    departmentId: department.id
  })
  const { apiKey } = await call<{ apiKey: string }>('POST', `${gateway}/v1/channels/${channel.id}/keys`, token, {})
  const agents: Staff['agents'] = []
  for (let i = 0; i < count; i++) {
    const email = `bench${i}@example.org`
    await call('POST', `${gateway}/v1/agents`, token, {
      ...{ name: `Bench ${i}`, email, password: PASSWORD, role: 'agent', departmentIds: [department.id], limit }
    })
    const agentToken = await signIn(gateway, email, PASSWORD)
    const socket = await connectSocket(gateway, agentToken)
    await call('PUT', `${gateway}/v1/me/status`, agentToken, { status: 'available' })
    agents.push({ token: agentToken, socket })
  }
  return {
    departmentId: department.id,
    apiKey,
    agents,
    [Symbol.dispose]() {
      for (const { socket } of agents) socket.disconnect()
    }
  }
}
