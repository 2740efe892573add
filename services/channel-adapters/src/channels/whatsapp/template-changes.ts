import { z } from 'zod'
import type { ChannelEvent } from './channel-event.ts'
import { lenient, text } from './lenient.ts'

const about = z.object({
  message_template_id: lenient(z.union([text, z.number().transform(String)])),
  message_template_name: text,
  message_template_language: text
})
const status = about.extend({ event: text, reason: lenient(text) })
const quality = about.extend({ new_quality_score: text })
const category = about.extend({ new_category: text })

/** What Meta reports about a template; undefined for other fields, and for anything unreadable. */
export function templateChanges(field: string, value: unknown): ChannelEvent[] | undefined {
  const told = (given: z.infer<typeof about>, change: object): ChannelEvent[] => [
    {
      kind: 'template',
      line: `template ${given.message_template_name}`,
      template: { name: given.message_template_name, language: given.message_template_language, ...change }
    }
  ]
  switch (field) {
    case 'message_template_status_update': {
      const { data } = status.safeParse(value)
      const reason = data?.reason === 'NONE' ? undefined : data?.reason
      return data && told(data, { status: data.event, ...(reason !== undefined && { reason }) })
    }
    case 'message_template_quality_update': {
      const { data } = quality.safeParse(value)
      return data && told(data, { quality: data.new_quality_score })
    }
    case 'template_category_update': {
      const { data } = category.safeParse(value)
      return data && told(data, { category: data.new_category })
    }
    default:
      return undefined
  }
}
