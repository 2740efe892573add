import type { Room } from './visibility.ts'

export interface AgentRef {
  id: string
  name: string
}

/** Who is viewing a conversation through one gateway; instants in ms of a monotonic clock. */
interface Elsewhere {
  agents: AgentRef[]
  rooms: Room[]
  version: number
  heardAt: number
}

/** Who is viewing which conversation through other gateways. Unless repeated this expires: a gateway may crash. */
export interface RemoteViewers {
  /** Takes what a gateway says; false if it is older than what we know. */
  heard(gatewayId: string, conversationId: string, said: Omit<Elsewhere, 'heardAt'>, now: number): boolean
  at(conversationId: string): AgentRef[]
  /** Forgets what was last said before `since`; returns the conversations of which somebody was forgotten. */
  forget(since: number): { conversationId: string; rooms: Room[] }[]
}

export function createRemoteViewers(): RemoteViewers {
  const byConversation = new Map<string, Map<string, Elsewhere>>()

  return {
    heard(gatewayId, conversationId, said, now) {
      const gateways = byConversation.get(conversationId) ?? new Map<string, Elsewhere>()
      if (said.version < (gateways.get(gatewayId)?.version ?? -1)) return false
      byConversation.set(conversationId, gateways.set(gatewayId, { ...said, heardAt: now }))
      return true
    },
    at: conversationId => [...(byConversation.get(conversationId)?.values() ?? [])].flatMap(({ agents }) => agents),
    forget(since) {
      const left: { conversationId: string; rooms: Room[] }[] = []
      for (const [conversationId, gateways] of byConversation) {
        for (const [gatewayId, { agents, rooms, heardAt }] of gateways) {
          if (heardAt >= since) continue
          gateways.delete(gatewayId)
          if (agents.length > 0) left.push({ conversationId, rooms })
        }
        if (gateways.size === 0) byConversation.delete(conversationId)
      }
      return left
    }
  }
}
