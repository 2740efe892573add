import type { EventEmitter } from 'node:events'
import type { Decision } from '../domain/decision.ts'

/** What happened in this process, for those in it who act upon it at once. Should it end before, a scan catches up. */
export type LocalEvents = EventEmitter<{
  committed: [decision: Decision]
  offerMissed: [agentId: string, departmentId: string, misses: number]
  departmentChanged: []
}>
