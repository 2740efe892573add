import { readable } from './mime/headers.ts'
import type { Mail } from './mime/read-mail.ts'
import { answerOf } from './thread.ts'

/** What a server says became of an answer. */
export interface DeliveryReport {
  /** Our id. */
  messageId: string
  /** `delayed`: no outcome yet, still being tried. */
  status: 'failed' | 'delivered' | 'delayed'
  error: string
}

const ID = /[^\s<>"';:,()[\]]{10,211}\.[0-9a-f]{24}@[^\s<>"';:,()[\]]+/gi
const MAX_ERROR_LENGTH = 500
const MAX_SEARCHED_LENGTH = 262_144
const SERVER = /^(mailer-daemon|postmaster|mail-daemon|mdaemon|mailerdaemon|double-bounce)@/i
const FAILED_SUBJECT =
  /undeliver|delivery (status|failure|notification|has failed|problem)|mail delivery (failed|subsystem)|returned (mail|to sender)|failure notice|não (foi )?entregue|falha na entrega|no se (ha )?entreg|no se pudo entregar|unzustellbar|nicht zugestellt|配信(不能|エラー|できません)|لم يتم تسليم/i

/** Whether a server wrote this mail about another mail. */
export function isReport(mail: Mail, from: string | undefined): boolean {
  const { headers, report } = mail
  if (report !== undefined || headers.first('x-failed-recipients') !== undefined) return true
  const byServer = from === undefined || SERVER.test(from) || headers.first('return-path')?.replace(/\s/g, '') === '<>'
  return byServer && FAILED_SUBJECT.test(readable(headers.first('subject')))
}

/** The answer that a report (RFC 3464, or free text) is about; undefined if it is none of ours. */
export function reportOf(mail: Mail): DeliveryReport | undefined {
  const { headers, report, reported, text } = mail
  const places = [
    reported ?? '',
    headers.first('in-reply-to') ?? '',
    headers.first('references') ?? '',
    text,
    mail.html ?? ''
  ]
  const ids = places.flatMap(place => place.slice(0, MAX_SEARCHED_LENGTH).match(ID) ?? [])
  const answer = ids.map(answerOf).find(found => found !== undefined)
  if (!answer) return undefined
  const { status, error } =
    report === undefined ? { status: 'failed' as const, error: wordsOf(text) } : fieldsOf(report)
  return { messageId: answer.messageId, status, error: error.slice(0, MAX_ERROR_LENGTH) }
}

/** Of several recipients, the first one who did not get it. */
function fieldsOf(report: string): Pick<DeliveryReport, 'status' | 'error'> {
  const unfolded = report.replace(/\n[ \t]+/g, ' ')
  const recipients = unfolded.split(/\n\s*\n/).filter(block => /^(final|original)-recipient:/im.test(block))
  const said = recipients.map(block => {
    const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(block)?.[1]?.trim() ?? ''
    const status = statusOf(field('action').toLowerCase(), field('status'))
    const words = field('diagnostic-code').replace(/^[\w-]+;\s*/, '') || meaningOf(field('status'))
    const recipient = field('final-recipient').replace(/^[\w-]+;\s*/, '')
    return { status, error: [recipient, words].filter(Boolean).join(': ') }
  })
  const worst = said.find(({ status }) => status === 'failed') ?? said.find(({ status }) => status === 'delayed')
  return worst ?? said[0] ?? { status: 'failed', error: wordsOf(report) }
}

function statusOf(action: string, code: string): DeliveryReport['status'] {
  if (action === 'failed' || (action === '' && code.startsWith('5'))) return 'failed'
  if (action === 'delayed' || (action === '' && code.startsWith('4'))) return 'delayed'
  return 'delivered'
}

/** https://www.iana.org/assignments/smtp-enhanced-status-codes */
const MEANINGS: Readonly<Record<string, string>> = {
  '5.1.1': 'there is no such mailbox',
  '5.1.2': 'there is no such domain',
  '5.2.1': 'the mailbox is disabled',
  '5.2.2': 'the mailbox is full',
  '5.2.3': 'the mail is too large',
  '5.3.4': 'the mail is too large',
  '5.4.4': 'there is no route to the domain',
  '5.4.6': 'the mail was caught in a loop',
  '5.4.7': 'it was not accepted in time',
  '5.7.1': 'the server rejected it'
}
const meaningOf = (status: string) => MEANINGS[status] ?? (status && `the server responded with ${status}`)

/** The part of a report that says why: a line with an SMTP code, or its beginning. */
function wordsOf(text: string): string {
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  return lines.find(line => /\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b/.test(line)) ?? lines.slice(0, 3).join(' ')
}
