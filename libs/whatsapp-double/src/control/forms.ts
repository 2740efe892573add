import { anything, type Check, flag, list, matching, number, object, oneOf, text } from '../checks/rules.ts'

/** The input of each operation of the control API. */
const digits = matching(/^\d{5,20}$/, 'digits')
const content: Check = (value, path) =>
  object({ type: text(50) }, Object.fromEntries(Object.keys(value ?? {}).map(key => [key, anything])))(value, path)
const writing = object({ content }, { quotes: text(200), forwarded: flag, referral: anything, groupId: text(200) })
const webhookUrl = matching(/^https?:\/\/\S+$/, 'an http(s) address')
const phoneNumberId = digits

const customer = {
  name: text(200, 0),
  username: text(30),
  phone: digits,
  waId: digits,
  userId: matching(/^[A-Z]{2}\.(ENT\.)?[A-Za-z\d]{1,128}$/, 'a user id such as PT.123'),
  parentUserId: text(140),
  online: flag,
  readsAtOnce: flag,
  blocked: flag
}
const settings = {
  verifiedName: text(200),
  displayPhoneNumber: digits,
  accessToken: text(500),
  appSecret: text(500),
  verifyToken: text(500),
  tokenState: oneOf('valid', 'revoked'),
  coexistence: flag,
  qualityRating: oneOf('GREEN', 'YELLOW', 'RED'),
  throughput: number(1, 100_000),
  pairBurst: number(1, 100_000),
  statusDelayMs: number(0, 86_400_000),
  webhookUrl
}

export const forms = {
  newNumber: object({}, { phoneNumberId, businessAccountId: digits, ...settings }),
  changedNumber: object({}, settings),
  webhook: object({ url: webhookUrl }),
  notification: object({ field: text(100), value: anything }),
  template: object(
    {
      name: text(512),
      language: text(20),
      category: oneOf('MARKETING', 'UTILITY', 'AUTHENTICATION'),
      components: list(anything, 0, 20)
    },
    {
      id: digits,
      status: oneOf('APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED'),
      parameter_format: oneOf('POSITIONAL', 'NAMED'),
      quality_score: anything
    }
  ),
  templateStatus: object(
    { status: oneOf('APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED') },
    { reason: text(100) }
  ),
  newCustomer: object({}, customer),
  changedCustomer: object({}, customer),
  changedPhone: object({ phone: digits }),
  messages: object({ phoneNumberId, messages: list(writing, 1, 100) }, { together: flag }),
  reaction: object({ phoneNumberId, messageId: text(200) }, { emoji: text(30) }),
  edit: object({ phoneNumberId, messageId: text(200), content }),
  revocation: object({ phoneNumberId, messageId: text(200) }),
  reading: object({ phoneNumberId }),
  call: object({ phoneNumberId }, { seconds: number(0, 86_400) }),
  echo: object({ phoneNumberId, content }),
  status: object(
    { messageId: text(200), status: oneOf('sent', 'delivered', 'read', 'played', 'failed') },
    { code: number(0, 999_999), details: text(500) }
  ),
  fault: object(
    { on: oneOf('send', 'webhook', 'media') },
    {
      times: number(1, 1_000_000),
      customerId: text(50),
      phoneNumberId,
      code: number(0, 999_999),
      details: text(500),
      as: oneOf('response', 'status', 'batch', 'disorder'),
      breaks: oneOf('before', 'after'),
      http: number(400, 599),
      delayMs: number(0, 86_400_000),
      repeat: number(0, 100),
      gather: number(2, 1000)
    }
  ),
  clock: object({}, { advanceMs: number(-1e12, 1e12), halted: flag }),
  nothing: object({})
} satisfies Record<string, Check>
