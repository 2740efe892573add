import type { ServerEvents } from '@inbox/contracts'
import type { User } from '@inbox/http'

/** An agent's open socket, as far as use cases need it. */
export interface AgentSocket {
  readonly id: string
  readonly connected: boolean
  readonly data: { user: User }
  emit(event: 'snapshot', payload: ServerEvents['snapshot']): unknown
}
