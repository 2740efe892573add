import type { ServerEvents } from '@inbox/contracts'
import type { User } from '@inbox/http'

/** What use cases need of an agent's open socket. */
export interface AgentSocket {
  readonly id: string
  readonly connected: boolean
  readonly data: { user: User }
  emit(event: 'snapshot', payload: ServerEvents['snapshot']): unknown
}
