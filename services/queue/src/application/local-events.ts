import type { EventEmitter } from 'node:events'
import type { Decision } from '../domain/decision.ts'

/** Events of this process for listeners in it that act at once. If it crashes first, a scan catches up. */
export type LocalEvents = EventEmitter<{
  committed: [decision: Decision]
  offerMissed: [agentId: string, departmentId: string, misses: number]
  departmentChanged: []
}>
