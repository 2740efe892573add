import { randomBytes, randomInt } from 'node:crypto'
import { THROUGHPUT } from '../checks/rates.ts'
import type { Template } from '../checks/template.ts'
import { Impossible } from '../customers/acts.ts'
import type { Double } from '../state/double.ts'
import { type BusinessNumber, newNumericId } from '../state/world.ts'
import { templateStatusChange } from '../webhooks/others.ts'

/** 45 messages in a burst. [general knowledge, unconfirmed] */
const PAIR_BURST = 45

export type NewNumber = Partial<BusinessNumber>

/** Adds a number with everything that its channel needs; missing details are made up. */
export function addNumber({ world }: Double, given: NewNumber): BusinessNumber {
  const coexistence = given.coexistence ?? false
  const number: BusinessNumber = {
    phoneNumberId: newNumericId(),
    businessAccountId: newNumericId(),
    displayPhoneNumber: `35121${randomInt(1_000_000, 9_999_999)}`,
    verifiedName: 'Azulejo',
    accessToken: `EAA${randomBytes(40).toString('hex')}`,
    appSecret: randomBytes(16).toString('hex'),
    verifyToken: randomBytes(16).toString('base64url'),
    tokenState: 'valid',
    coexistence,
    qualityRating: 'GREEN',
    throughput: coexistence ? THROUGHPUT.coexistence : THROUGHPUT.usual,
    pairBurst: PAIR_BURST,
    statusDelayMs: 0,
    ...given
  }
  world.numbers.set(number.phoneNumberId, number)
  return number
}

export type NewTemplate = Omit<Template, 'id' | 'status'> & Partial<Pick<Template, 'id' | 'status'>>

export function addTemplate({ world }: Double, { businessAccountId }: BusinessNumber, given: NewTemplate): Template {
  const template: Template = { id: newNumericId(), status: 'APPROVED', ...given }
  const others = (world.templates.get(businessAccountId) ?? []).filter(
    ({ name, language }) => name !== template.name || language !== template.language
  )
  world.templates.set(businessAccountId, [...others, template])
  return template
}

/** Changes a template's status, and notifies the number's subscriber once. */
export function judgeTemplate(
  double: Double,
  number: BusinessNumber,
  id: string,
  status: Template['status'],
  reason?: string
): Template {
  const template = double.world.templates.get(number.businessAccountId)?.find(each => each.id === id)
  if (!template) throw new Impossible('There is no such template')
  template.status = status
  double.notifier.notify(number, undefined, templateStatusChange(template, reason))
  return template
}
