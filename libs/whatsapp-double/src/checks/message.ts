import { type GraphError, graphError } from '../errors.ts'
import { contents } from './contents.ts'
import { interactive } from './interactive.ts'
import { type Check, type Fields, firstOf, isObject, object, oneOf, text } from './rules.ts'
import { type Template, template } from './template.ts'

/** `CC.` and up to 128 letters and digits; with `ENT.` for several portfolios. [Meta: business-scoped-user-ids] */
const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z\d]{1,128}$/

export type Addressee =
  | { by: 'phone'; digits: string; input: string }
  | { by: 'userId'; userId: string }
  /** A user id in `to` is accepted, but the message never arrives. [ChatbotX PR 965] */
  | { by: 'nothing'; input: string }

/** `to` is a phone and comes first; `recipient` is a user id. [devlooped/WhatsApp PR 440, quoting Meta on user ids] */
export function addresseeOf({ to, recipient }: Fields): Addressee | GraphError {
  if (to === undefined || to === null || to === '') {
    if (recipient === undefined) return graphError(100, 'The parameter to is required.')
    return typeof recipient === 'string' && USER_ID.test(recipient)
      ? { by: 'userId', userId: recipient }
      : graphError(131009, 'recipient is not a business-scoped user id')
  }
  if (typeof to !== 'string') return graphError(100, 'Param to must be a string')
  if (USER_ID.test(to)) return { by: 'nothing', input: to }
  const digits = to.replaceAll(/[\s().+-]/g, '')
  return /^\d{5,20}$/.test(digits)
    ? { by: 'phone', digits, input: to }
    : graphError(131009, `to: '${to}' is not a phone number`)
}

export const isError = (value: object): value is GraphError => 'details' in value

const typeChecks: Record<string, Check> = { ...contents, interactive }

/** The type of a message. Default: text. */
export const typeOf = ({ type = 'text' }: Fields): string => String(type)

/** Checks the body of `POST /<number>/messages`, except what depends on the number, the customer and their chat. */
export function message(body: Fields, templates: readonly Template[]): GraphError | undefined {
  const type = typeOf(body)
  return firstOf([
    () => oneOf('whatsapp')(body.messaging_product, 'messaging_product'),
    // Meta's schema refuses any other [devlooped/WhatsApp PR 440]
    () =>
      body.recipient_type == null ? undefined : oneOf('individual', 'group')(body.recipient_type, 'recipient_type'),
    () =>
      type in typeChecks || type === 'template'
        ? undefined
        : oneOf(...Object.keys(typeChecks), 'template')(type, 'type'),
    () =>
      isObject(body[type]) || Array.isArray(body[type])
        ? undefined
        : graphError(131008, `Parameter '${type}' is required`),
    () => (type === 'template' ? template(body.template, 'template', templates) : typeChecks[type]!(body[type], type)),
    () => (body.context === undefined ? undefined : object({ message_id: text(200) })(body.context, 'context')),
    // 512 characters, echoed in statuses [facts on statuses]
    () =>
      body.biz_opaque_callback_data === undefined
        ? undefined
        : text(512, 0)(body.biz_opaque_callback_data, 'biz_opaque_callback_data')
  ])
}

/** One-tap, zero-tap and copy-code templates need a phone number. [ChatbotX PR 965; dimagi/open-chat-studio#3322] */
export function needsPhone(template: Template, addressee: Addressee): GraphError | undefined {
  const isCode =
    template.category === 'AUTHENTICATION' &&
    template.components.some(({ buttons }) => buttons?.some(({ type }) => type === 'OTP'))
  return isCode && addressee.by === 'userId'
    ? graphError(131062, 'Business-scoped user ids are not allowed for this template')
    : undefined
}
