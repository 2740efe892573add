import { newId } from '@inbox/runtime'
import { apply } from '../services/distribution/src/domain/apply.ts'
import { match } from '../services/distribution/src/domain/matcher.ts'
import { emptyReplica, type Replica } from '../services/distribution/src/domain/replica.ts'
import {
  aConversation,
  aDepartment,
  anAgent,
  aPresence,
  at,
  rules,
  START
} from '../services/distribution/test/builders.ts'
import { type Figure, ms, perSecond } from './figure.ts'

const AGENTS = 100_000
const OFFERS = 3000

/**
 * The matcher's replica and rules with a hundred thousand agents, in this process and without broker or stores; in
 * processor time, so that the result is the same on a busy machine.
 */
export async function manyAgents(): Promise<Figure[]> {
  // warms up, so that both sizes run compiled code
  workOf(everybody(100), AGENTS / 100)
  const sizes = [100, 1000]
  return sizes.map(size => {
    const departments = AGENTS / size
    const replica = everybody(size)
    const { offerMs, presenceMs, recordBytes } = workOf(replica, departments)
    return {
      goal: '–',
      what: `the matcher’s own work per offer, 100,000 agents in departments of ${size.toLocaleString('en')}, all free`,
      measured: `${ms(offerMs)} = ${perSecond(1000 / offerMs)}`,
      target: '–',
      beside: `a presence change takes ${presenceMs.toFixed(3)} ms; a decision record is ${(recordBytes / 1000).toFixed(0)} KB; processor time, without broker and queue`
    }
  })
}

function everybody(size: number): Replica {
  const replica = emptyReplica()
  for (let n = 0; n < AGENTS / size; n++)
    apply(replica, { type: 'department', department: aDepartment({ id: departmentOf(n) }) }, START)
  for (let n = 0; n < AGENTS; n++) {
    const departmentIds = [departmentOf(Math.floor(n / size))]
    apply(replica, { type: 'agent', agent: anAgent(agentOf(n), { departmentIds, limit: 5 }) }, START)
    apply(replica, { type: 'presence', presence: aPresence(agentOf(n)) }, START)
  }
  return replica
}

/** In ms, per offer (a conversation arrives and is offered) and per change of presence (somebody goes). */
function workOf(replica: Replica, departments: number) {
  let recordBytes = 0
  const offerMs = each(OFFERS, n => {
    const departmentId = departmentOf(n % departments)
    const conversation = aConversation(`conversation-${n}`, { departmentId })
    apply(replica, { type: 'conversation', conversation, at: START }, START)
    const { offers } = match(replica, [departmentId], rules, at(n), newId)
    if (offers.length !== 1) throw new Error(`${offers.length} offers instead of one`)
    if (n === 0) recordBytes = JSON.stringify(offers[0]!.decision).length
  })
  const presenceMs = each(OFFERS, n => {
    const presence = aPresence(agentOf(n), { version: 2, link: 'disconnected' })
    apply(replica, { type: 'presence', presence }, START)
  })
  return { offerMs, presenceMs, recordBytes }
}

function each(times: number, work: (n: number) => void): number {
  const begun = process.cpuUsage()
  for (let n = 0; n < times; n++) work(n)
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000 / times
}

const departmentOf = (n: number) => `department-${String(n).padStart(5, '0')}`
const agentOf = (n: number) => `agent-${String(n).padStart(6, '0')}`
