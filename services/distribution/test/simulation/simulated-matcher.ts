import type { DecisionRecord } from '@inbox/contracts'
import { obstacleOf } from '../../src/domain/agent.ts'
import { apply, type Update } from '../../src/domain/apply.ts'
import { byTurn, type Conversation, isWaiting } from '../../src/domain/conversation.ts'
import { isNews } from '../../src/domain/is-news.ts'
import { match } from '../../src/domain/matcher.ts'
import { preferenceOf } from '../../src/domain/preference.ts'
import { type Effects, emptyReplica, type Replica } from '../../src/domain/replica.ts'
import { verify } from '../../src/domain/verify.ts'
import { at, rules, START } from '../builders.ts'
import type { Happenings } from './happenings.ts'

interface World {
  time: Happenings
  /** The owners' current state. */
  snapshot: () => Update[]
  reread: (conversationId: string) => void
  send: (decision: DecisionRecord) => void
  /** Called after every decision with the rules that must never be broken. */
  check: (holds: boolean, rule: string) => void
}

/** A matcher process: its replica, its timers and its reconcile, in simulated time. */
export function simulatedMatcher({ time, snapshot, reread, send, check }: World) {
  const replica = emptyReplica()
  let [ended, offers] = [false, 0]

  const follow = ({ match: departmentIds, wake, reread: ids }: Effects) => {
    setTimers(wake)
    for (const id of ids) reread(id)
    decide([...departmentIds])
  }
  const setTimers = (wake: Effects['wake']) => {
    for (const { key, at: due } of wake) time.in(due - START - time.now, () => learn({ type: 'woken', key }))
  }
  const decide = (departmentIds: string[]) => {
    const matched = match(replica, departmentIds, rules, at(time.now), () => `offer-${++offers}-${time.now}`)
    setTimers(matched.wake)
    for (const { decision } of matched.offers) {
      checkOffer(replica, decision, START + time.now, check)
      send(decision)
    }
    for (const id of departmentIds) checkNobodyIdle(replica, id, START + time.now, check)
  }
  const learn = (update: Update) => {
    if (!ended) follow(apply(replica, update, START + time.now))
  }
  const reconcile = (suspects: Update[], graceMs: number) => {
    time.in(graceMs, () => {
      for (const update of suspects) if (!ended && isNews(replica, update)) learn(update)
    })
  }

  return {
    replica,
    learn,
    /** Compares the replica with the owners, as the real one does every 30 s. */
    compare(graceMs: number): void {
      const told = snapshot()
      const live = new Set(told.flatMap(each => (each.type === 'conversation' ? [each.conversation.id] : [])))
      const absent = [...replica.conversations.values()].filter(({ id }) => !live.has(id))
      const absences = absent.map(({ id, version }) => ({ type: 'absent' as const, conversationId: id, version }))
      reconcile(
        [...told, ...absences].filter(each => isNews(replica, each)),
        graceMs
      )
    },
    end(): void {
      ended = true
    }
  }
}

function checkOffer(replica: Replica, decision: DecisionRecord, now: number, check: World['check']): void {
  const agent = replica.agents.get(decision.chosenAgentId)!
  check(agent.load <= agent.profile!.limit, 'I3: no offer past the limit that is known')
  const obstacle = obstacleOf({ ...agent, load: 0, onTheWay: 0 }, decision.departmentId)
  check(obstacle === undefined, 'no offer to who is not eligible')
  check(decision.candidates.includes(agent.id), 'the chosen one is a candidate')
  check(verify(decision, rules.drawSecret) === true, 'the choice can be made again')
  const taken = replica.conversations.get(decision.conversationId)!
  for (const each of replica.departments.get(decision.departmentId)!.waiting) {
    if (byTurn(each, taken) > 0) return
    check(isOutOfReach(replica, each, agent.id, now), 'I4: no older one is passed over for who could have had it')
  }
}

function checkNobodyIdle(replica: Replica, departmentId: string, now: number, check: World['check']): void {
  const department = replica.departments.get(departmentId)
  if (!department?.settings || department.settings.distribution.mode === 'manual') return
  if ((department.heldUntil ?? 0) > now || department.freeIds.size === 0) return
  for (const each of department.waiting)
    for (const agentId of department.freeIds)
      check(
        isWaiting(each) && isOutOfReach(replica, each, agentId, now),
        'I5: nobody is free whom a waiting one could have'
      )
}

/** Whether it may not be offered to the agent now, free or not: a pause between rounds, or patience for another. */
function isOutOfReach({ agents, departments }: Replica, each: Conversation, agentId: string, now: number): boolean {
  if (agents.get(agentId)?.profile?.isBot && !each.botsTurn) return true
  const { distribution } = departments.get(each.departmentId)!.settings!
  const preference = preferenceOf(agents, distribution, each)
  const rests = each.excludedAgentIds.includes(agentId) && (each.offerEndedAt ?? 0) + rules.roundPauseMs > now
  return rests || (preference !== undefined && preference.until > now && preference.agentId !== agentId)
}
