import { z } from 'zod'
import { id, label, name, priority, timeZone, version, visibleText } from '../primitives.ts'
import { channelKind } from './channel-kind.ts'

/** How a department's conversations reach its agents: they pick one, or are offered one, by default at random. */
export const distributionPolicy = z.strictObject({
  mode: z.enum(['manual', 'automatic']),
  strategy: z.enum(['random', 'leastLoaded', 'roundRobin', 'longestIdle']).default('random'),
  /** 0 = an offer never expires. */
  offerTimeoutSeconds: z.number().min(0).max(86_400).default(60),
  maxMisses: z.int().min(1).max(100).default(3),
  onAgentLost: z.enum(['pending', 'requeue']).default('pending'),
  pickOrder: z.enum(['any', 'head']).default('any'),
  /** A new conversation prefers the agent who had the contact's last one; a returning one always prefers its owner. */
  preferLastAgent: z.boolean().default(false),
  /** How long a conversation waits for its preferred agent while others are free; 0 = not at all. */
  preferredPatienceSeconds: z.number().min(0).max(3600).default(0),
  /** Conversations that have waited here for so long move to another department, placed by that department's rule. */
  overflow: z.strictObject({ departmentId: id, afterSeconds: z.number().min(1).max(604_800) }).optional()
})
export type DistributionPolicy = z.infer<typeof distributionPolicy>

export const transferRules = z.strictObject({
  agents: z.boolean().default(true),
  departments: z.boolean().default(true),
  /** Where a conversation from another department is placed: by its arrival, last or first. */
  placement: z.enum(['keep', 'tail', 'front']).default('keep')
})

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM')
/** Outside these hours nothing is offered automatically; agents may still pick. */
export const businessHours = z.strictObject({
  timeZone,
  /** `day` 0 = Sunday; a `to` no later than `from` is on the next day. */
  weekly: z.array(z.strictObject({ day: z.int().min(0).max(6), from: clockTime, to: clockTime })).max(50),
  /** Dates on which no hours begin. */
  holidays: z.array(z.iso.date()).max(400).default([]),
  /** Sent to a contact who writes outside these hours, once until they open. */
  message: visibleText(1000).optional()
})
export type BusinessHours = z.infer<typeof businessHours>

/** Tells waiting contacts their place in the queue: at first, and then whenever it has changed, but not too often. */
export const positionNotice = z.strictObject({
  everySeconds: z.int().min(5).max(86_400).default(300),
  template: z
    .string()
    .trim()
    .max(500)
    .regex(/\{position\}/, 'must contain {position}'),
  channels: z.array(channelKind).min(1).max(channelKind.options.length).default(['webchat'])
})
export type PositionNotice = z.infer<typeof positionNotice>

export const closeForm = z.strictObject({
  required: z.boolean().default(false),
  reasons: z.array(label(100)).max(50).default([])
})

/** In the languages of the people who write to us, as far as we support them. */
export const satisfactionQuestions = z
  .strictObject({ en: visibleText(300), 'pt-BR': visibleText(300), es: visibleText(300) })
  .partial()
export type SatisfactionQuestions = z.infer<typeof satisfactionQuestions>

/** Contacts who were served are asked for a rating once their conversation is closed. */
export const satisfaction = z.strictObject({
  /** On channels of these kinds; if empty, nobody is asked. */
  channels: z
    .array(z.enum(['webchat', 'whatsapp', 'email']))
    .max(3)
    .default(['webchat']),
  /** The language of messages that ask; chats and pages use their reader's. */
  language: z.enum(['en', 'pt-BR', 'es']).default('en'),
  /** Replace our own question. */
  questions: satisfactionQuestions.default({})
})
export type Satisfaction = z.infer<typeof satisfaction>

export const departmentFields = z.strictObject({
  name,
  active: z.boolean().default(true),
  /** For an inactive department: takes over what is waiting or pending in it, now and later. */
  successorId: id.optional(),
  distribution: distributionPolicy,
  /** The bot that is first offered new conversations, at any hour and in manual mode as well; people get the rest. */
  botId: id.optional(),
  transfer: transferRules.default({ agents: true, departments: true, placement: 'keep' }),
  hours: businessHours.optional(),
  positionNotice: positionNotice.optional(),
  closeForm: closeForm.optional(),
  /** Default: visitors of web chat are asked, with our own question. */
  satisfaction: satisfaction.optional(),
  /** For new conversations whose channel has none. It ranks the conversations of departments that share agents. */
  priority: priority.optional(),
  /** Whether its agents, like supervisors, may change the priority of a conversation. */
  agentsMayPrioritize: z.boolean().optional(),
  /** Whether a conversation in Queue is closed when our side answers it elsewhere, such as on a phone. */
  closesWhenAnsweredElsewhere: z.boolean().optional()
})
export type DepartmentFields = z.infer<typeof departmentFields>

/** `version` is also the policy version that fences decisions. */
export const department = departmentFields.extend({ id, version })
export type Department = z.infer<typeof department>
