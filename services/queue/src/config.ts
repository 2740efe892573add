import { baseConfig, mediaConfig, mongoConfig, port, readEnvironment } from '@inbox/runtime'
import { z } from 'zod'
import { retentionPeriodsOf } from './domain/retention-period.ts'

const retentionPeriods = z.string().transform((text, context) => {
  const periods = retentionPeriodsOf(text)
  if (periods.ok) return periods.value
  context.addIssue({ code: 'custom', message: periods.error.detail })
  return z.NEVER
})

export const readConfig = () =>
  readEnvironment({
    ...baseConfig,
    ...mongoConfig,
    QUEUE_PORT: port(4102),
    DIRECTORY_URL: z.url().default('http://127.0.0.1:4106'),
    PRESENCE_URL: z.url().default('http://127.0.0.1:4105'),
    MEDIA_URL: z.url().default('http://127.0.0.1:4108'),
    ...mediaConfig,
    /** Length of the session window on channels that name none. WhatsApp: 24 h after the contact's last message. */
    WHATSAPP_WINDOW_MS: z.coerce.number().int().positive().default(86_400_000),
    /** How many days conversations are kept after their end, with all that was said in them; for ever unless set.
     * `730`, with exceptions for single departments such as `<department>=90`, separated by commas. */
    RETENTION_CONVERSATIONS_DAYS: retentionPeriods.optional(),
    /** The same for the files in them, if they are to go before; as long as their conversation unless set. */
    RETENTION_MEDIA_DAYS: retentionPeriods.optional()
  })

export type Config = ReturnType<typeof readConfig>
