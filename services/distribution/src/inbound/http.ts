import {
  type DecisionRecord,
  dryRunPolicy,
  getAgentStandings,
  getMatcher,
  getWaitingReason,
  listDecisions,
  listWaitEstimates
} from '@inbox/contracts'
import { type Caller, type Route, route } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { Memory } from '../application/memory.ts'
import { standingsOf } from '../domain/standings.ts'
import { verify } from '../domain/verify.ts'
import type { Decisions } from '../store/decisions.ts'

const MAX_STANDINGS = 50

/** What any process of distribution can be asked. */
export const routes = (memory: Memory, decisions: Decisions, drawSecrets: string): Route[] => [
  route(listDecisions, async ({ query, caller }) => {
    const found = await decisions.page(query.conversationId, query.limit, query.cursor)
    const items = found.filter(decision => mayKnow(caller, decision))
    return ok({
      items: items.map(each => ({ ...each, verified: verify(each, drawSecrets) })),
      nextCursor: found.length === query.limit ? found.at(-1)!.id : null
    })
  }),
  route(getAgentStandings, async ({ params: { id, agentId }, caller }) => {
    if (!supervises(caller) && !(caller.kind === 'user' && caller.id === agentId))
      return reject('forbidden', 'Agents may ask about themselves only')
    const reason = memory.explain(id)
    const waiting = reason.ok && isOf(caller, reason.value.departmentId) ? reason.value : undefined
    const known = (await decisions.page(id, MAX_STANDINGS)).filter(decision => mayKnow(caller, decision))
    if (!waiting && known.length === 0) return reject('not-found', `No decisions about conversation ${id}`)
    return ok(standingsOf(id, agentId, known, waiting))
  }),
  route(getWaitingReason, async ({ params }) => memory.explain(params.id)),
  route(listWaitEstimates, async ({ caller }) => {
    const items = memory.waitEstimates()
    return ok({ items: items.filter(({ departmentId }) => isOf(caller, departmentId)) })
  }),
  route(dryRunPolicy, async ({ params, body }) => memory.dryRun(params.id, body)),
  route(getMatcher, async () => {
    const { leads, ready, replica } = memory
    const waiting = [...replica.departments.values()].reduce((sum, each) => sum + each.waiting.size, 0)
    return ok({ active: leads, ready, waiting, agents: replica.agents.size })
  })
]

const supervises = (caller: Caller): boolean => caller.kind !== 'user' || caller.role !== 'agent'

/** Agents see the decisions of their departments, and those that chose them. */
const mayKnow = (caller: Caller, { departmentId, chosenAgentId }: DecisionRecord): boolean =>
  isOf(caller, departmentId) || (caller.kind === 'user' && caller.id === chosenAgentId)

const isOf = (caller: Caller, departmentId: string): boolean =>
  supervises(caller) || (caller.kind === 'user' && caller.departmentIds.includes(departmentId))
