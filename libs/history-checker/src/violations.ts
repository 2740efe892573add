import { drawsAreFair } from './check-draws.ts'
import { answersLeaveInTime, messagesOnce } from './check-messages.ts'
import { nobodyWaitsInVain, offersInTurn, placesKept } from './check-order.ts'
import { nothingFromThePresent, nothingWithTheGone } from './check-presence.ts'
import { slotsOfTheRight, withinLimits } from './check-slots.ts'
import { everythingSent, everyVersionInOrder, oneLiveConversation, stepsFollow } from './check-versions.ts'
import type { History } from './history.ts'
import { versionsOf } from './versions.ts'

/**
 * The violations in a history. Every line starts with the number of the violated invariant. All are checked except I12,
 * which only clients can see. Times are judged leniently, so that every report is certain.
 */
export function violationsOf(history: History): string[] {
  const versions = versionsOf(history.events)
  return [
    ...oneLiveConversation(versions, history),
    ...slotsOfTheRight(history),
    ...withinLimits(versions, history),
    ...offersInTurn(versions, history),
    ...nobodyWaitsInVain(versions, history),
    ...nothingWithTheGone(versions, history),
    ...nothingFromThePresent(versions, history),
    ...messagesOnce(history),
    ...answersLeaveInTime(history),
    ...placesKept(versions),
    ...everyVersionInOrder(history),
    ...stepsFollow(versions, history),
    ...everythingSent(history),
    ...history.parked.map(({ origin, reason }) => `I13: a message of ${origin} was parked: ${reason}`),
    ...history.callsForHelp.map(call => `I13: somebody had to act: ${call}`),
    ...drawsAreFair(history)
  ]
}
