import { unreachable } from '@inbox/kernel'
import { awaitingBot } from './bot.ts'
import type { Conversation } from './conversation.ts'
import { decideRate, decideShowContact, decideTag, type Rate, type ShowContact, type Tag } from './decide-details.ts'
import { decideEcho, type Echo } from './decide-echo.ts'
import {
  type Close,
  type ContactLeft,
  type Dismiss,
  decideClose,
  decideContactLeft,
  decideDismiss,
  decideExpire,
  decideSupersede,
  type Expire,
  type Supersede
} from './decide-end.ts'
import { decideHandOver, type HandOver } from './decide-hand-over.ts'
import {
  type Absorb,
  type ContinueIn,
  decideAbsorb,
  decideContinueIn,
  decideReassignContact,
  type ReassignContact
} from './decide-merge.ts'
import {
  type AcceptOffer,
  decideAcceptOffer,
  decideEndOffer,
  decideMakeOffer,
  decideReleaseSource,
  type EndOffer,
  type MakeOffer,
  type ReleaseSource
} from './decide-offer.ts'
import { decideOverflow, type Overflow } from './decide-overflow.ts'
import { type ComeBack, decideComeBack, decidePark, type Park } from './decide-park.ts'
import { decideTellPosition, type TellPosition } from './decide-position.ts'
import { decidePrioritize, type Prioritize } from './decide-prioritize.ts'
import { decideRefreshLastMessage, type RefreshLastMessage } from './decide-refresh-last-message.ts'
import {
  decideMarkUndelivered,
  decideRead,
  decideSend,
  type MarkUndelivered,
  type Read,
  type Send
} from './decide-send.ts'
import {
  decideTransferToAgent,
  decideTransferToDepartment,
  type TransferToAgent,
  type TransferToDepartment
} from './decide-transfer.ts'
import { decidePick, decideResume, decideReturn, type Pick, type Resume, type ReturnToQueue } from './decide-work.ts'
import { type Decided, unchanged } from './decision.ts'
import { decideErase, type Erase } from './erase.ts'
import { isDone, type PersonAct, remembering } from './person-act.ts'

/** Everything that can be asked of an existing conversation, except receiving a message. */
export type Command = { act?: PersonAct } & (
  | MakeOffer
  | AcceptOffer
  | EndOffer
  | ReleaseSource
  | Pick
  | Park
  | ComeBack
  | Resume
  | ReturnToQueue
  | TransferToAgent
  | TransferToDepartment
  | Overflow
  | HandOver
  | Send
  | Read
  | MarkUndelivered
  | Echo
  | RefreshLastMessage
  | ShowContact
  | Tag
  | Rate
  | Prioritize
  | TellPosition
  | ContinueIn
  | Absorb
  | ReassignContact
  | Erase
  | Expire
  | Close
  | ContactLeft
  | Dismiss
  | Supersede
)

/** A conversation's rules: no clock, randomness, ids or I/O. An act that a person has done before changes nothing. */
export function decide(command: Command, conversation: Conversation, now: Date): Decided {
  const { act } = command
  if (act && isDone(conversation, act)) return { ok: true, value: unchanged }
  const decided = decideByRule(command, conversation, now)
  if (!decided.ok || decided.value === unchanged) return decided
  const next = awaitingBot(conversation, decided.value.next, now)
  return { ok: true, value: { ...decided.value, next: act ? remembering(next, act) : next } }
}

function decideByRule(command: Command, conversation: Conversation, now: Date): Decided {
  switch (command.type) {
    case 'makeOffer':
      return decideMakeOffer(command, conversation, now)
    case 'acceptOffer':
      return decideAcceptOffer(command, conversation, now)
    case 'endOffer':
      return decideEndOffer(command, conversation, now)
    case 'releaseSource':
      return decideReleaseSource(command, conversation)
    case 'pick':
      return decidePick(command, conversation, now)
    case 'park':
      return decidePark(command, conversation, now)
    case 'comeBack':
      return decideComeBack(command, conversation, now)
    case 'resume':
      return decideResume(command, conversation, now)
    case 'returnToQueue':
      return decideReturn(command, conversation, now)
    case 'transferToAgent':
      return decideTransferToAgent(command, conversation, now)
    case 'transferToDepartment':
      return decideTransferToDepartment(command, conversation, now)
    case 'overflow':
      return decideOverflow(command, conversation, now)
    case 'handOver':
      return decideHandOver(command, conversation, now)
    case 'send':
      return decideSend(command, conversation, now)
    case 'read':
      return decideRead(command, conversation)
    case 'markUndelivered':
      return decideMarkUndelivered(command, conversation)
    case 'echo':
      return decideEcho(command, conversation, now)
    case 'refreshLastMessage':
      return decideRefreshLastMessage(command, conversation)
    case 'showContact':
      return decideShowContact(command, conversation)
    case 'tag':
      return decideTag(command, conversation)
    case 'rate':
      return decideRate(command, conversation)
    case 'prioritize':
      return decidePrioritize(command, conversation)
    case 'tellPosition':
      return decideTellPosition(command, conversation, now)
    case 'continueIn':
      return decideContinueIn(command, conversation, now)
    case 'absorb':
      return decideAbsorb(command, conversation)
    case 'reassignContact':
      return decideReassignContact(command, conversation)
    case 'erase':
      return decideErase(command, conversation)
    case 'expire':
      return decideExpire(command, conversation, now)
    case 'close':
      return decideClose(command, conversation, now)
    case 'contactLeft':
      return decideContactLeft(command, conversation, now)
    case 'dismiss':
      return decideDismiss(command, conversation, now)
    case 'supersede':
      return decideSupersede(command, conversation, now)
    default:
      return unreachable(command)
  }
}
