import type { ChannelAccount } from '@inbox/contracts'
import { type Rejection, type Result, Retryable } from '@inbox/kernel'
import type { ChannelContext } from '../channel.ts'
import type { ChannelEvent, ReceivedContent, Status } from './channel-event.ts'
import { notShown } from './received-content.ts'

interface Dependencies extends Pick<ChannelContext, 'ingest' | 'clock' | 'confirm'> {
  fetchFile: (
    account: ChannelAccount,
    file: Extract<ReceivedContent, { file: unknown }>['file'],
    ageMs: number
  ) => Promise<Content>
  changeTemplate: (
    account: ChannelAccount,
    template: Extract<ChannelEvent, { kind: 'template' }>['template']
  ) => Promise<void>
  changeAccount: (account: ChannelAccount, told: Extract<ChannelEvent, { kind: 'account' }>['account']) => Promise<void>
}
type Content = Extract<ReceivedContent, { content: unknown }>['content']
type IngestAnswer = Result<unknown, Rejection>

/** What became of an event. */
interface Forwarded {
  /** What channel-ingest would not take, if anything. */
  problem?: string | undefined
  /** For the status of an answer: when that was requested, if known. */
  requestedAt?: Date | undefined
}
export type Forward = (account: ChannelAccount, event: ChannelEvent) => Promise<Forwarded>

/** The part of our delivery ids that says how often it was sent again. */
const AGAIN = /\.\d+$/

/** Tells channel-ingest one event. Throws Retryable to be told again. */
export function createForward({
  ingest,
  clock,
  confirm,
  fetchFile,
  changeTemplate,
  changeAccount
}: Dependencies): Forward {
  const contentOf = async (account: ChannelAccount, said: ReceivedContent, at: string): Promise<Content> =>
    'content' in said ? said.content : fetchFile(account, said.file, clock.now().getTime() - Date.parse(at))

  /** If the content is rejected, shows a placeholder instead. */
  const shown = async (
    account: ChannelAccount,
    said: ReceivedContent,
    at: string,
    tell: (content: Content) => Promise<IngestAnswer>
  ) => {
    const content = await contentOf(account, said, at)
    const told = accepted(await tell(content))
    if (told.ok || content.type === 'unsupported') return told
    const instead = accepted(await tell(notShown(content.type).content))
    return instead.ok ? told : instead
  }

  const report = async (account: ChannelAccount, { wamid, deliveryId, ...status }: Status) => {
    const { status: what, error = '' } = status
    const ending =
      what === 'failed' ? ({ kind: 'refused', error } as const) : ({ kind: 'sent', receipt: wamid } as const)
    const requestedAt = deliveryId === undefined ? undefined : await confirm(deliveryId, ending)
    const told = await ingest.status(account.id, { ...status, messageId: deliveryId?.replace(AGAIN, '') ?? wamid })
    return { problem: problemIn(accepted(told)), requestedAt }
  }

  const tellOne = async (
    account: ChannelAccount,
    event: Exclude<ChannelEvent, { kind: 'status' }>
  ): Promise<IngestAnswer | string | undefined> => {
    const { id } = account
    switch (event.kind) {
      case 'message': {
        const { message, said } = event
        return shown(account, said, message.sentAt, content => ingest.message(id, { ...message, content }))
      }
      case 'echo': {
        const { echo, said } = event
        return shown(account, said, echo.sentAt, content => ingest.echo(id, { ...echo, content }))
      }
      case 'edit': {
        const { edit, said } = event
        return shown(account, said, edit.at, content => ingest.edit(id, { ...edit, content }))
      }
      case 'reaction':
        return ingest.reaction(id, event.reaction)
      case 'revocation':
        return ingest.revocation(id, event.revocation)
      case 'template':
        await changeTemplate(account, event.template)
        return undefined
      case 'account':
        await changeAccount(account, event.account)
        return undefined
      case 'identity':
        return ingest.identity(id, { contactId: event.contactId, newId: event.newId })
      case 'problem':
        return event.problem
    }
  }

  return async (account, event) => {
    if (event.kind === 'status') return report(account, event.status)
    const told = await tellOne(account, event)
    return { problem: typeof told === 'string' ? told : told && problemIn(accepted(told)) }
  }
}

/** Throws for temporary refusals; anything else is a final answer. */
function accepted(told: IngestAnswer): IngestAnswer {
  if (!told.ok && ['too-many-requests', 'unauthenticated', 'forbidden'].includes(told.error.code))
    throw new Retryable(told.error.detail)
  return told
}
const problemIn = (told: IngestAnswer) =>
  told.ok
    ? undefined
    : `channel-ingest refused it: ${told.error.detail} ${JSON.stringify(('issues' in told.error && told.error.issues) || '')}`.trim()
