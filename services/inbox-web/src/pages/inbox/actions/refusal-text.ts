import { Refusal } from '../../../api/refusal.ts'
import type { useMessages } from './messages.ts'

type Words = ReturnType<typeof useMessages>

/** Why an action failed, in words for the agent who tried it, `meId`. */
export function refusalText(error: unknown, t: Words, meId: string): string {
  if (!(error instanceof Refusal)) return t.refused.unreachable
  const { code, current } = error
  const winner = current?.agent && current.agent.id !== meId ? current.agent.name : undefined
  switch (code) {
    case 'already-taken':
    case 'not-owner':
    case 'illegal-transition':
      if (winner) return t.refused.takenBy(winner)
      if (current?.offer && current.offer.agentId !== meId) return t.refused.offeredElsewhere
      return current?.status ? t.refused.tooLate(t.status[current.status]) : t.refused.other
    case 'offer-revoked':
      return winner ? t.refused.takenBy(winner) : t.refused.offerOver
    case 'already-open':
      return t.refused.alreadyOpen
    case 'at-capacity':
      return t.refused.atCapacity
    case 'not-eligible':
      return t.refused.notEligible
    case 'window-expired':
      return t.refused.windowExpired
    case 'department-unattended':
      return t.refused.unattended
    case 'forbidden':
      return t.refused.forbidden
    case 'not-found':
      return t.refused.notFound
    case 'not-supported':
      return t.refused.notSupported
    case 'too-large':
      return t.refused.tooLong
    case 'malformed':
      return malformedText(error, t)
    case 'too-many-requests':
      return t.refused.tooMany
    default:
      return t.refused.other
  }
}

/** What the server's validation says about the length of a text. */
const LENGTH = /<=\s?(\d+) characters|must be at most (\d+ KiB)/

function malformedText({ issues }: Refusal, t: Words): string {
  const [whole, characters] = LENGTH.exec(issues[0]?.message ?? '') ?? []
  if (characters) return t.refused.longerThan(Number(characters))
  return whole ? t.refused.tooLong : t.refused.other
}
