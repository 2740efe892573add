import type { ChannelProblem } from '@inbox/contracts'
import type { ChannelContext, Test } from '../channel.ts'
import { wordsOf } from './errors.ts'
import { apiOf } from './settings.ts'

const NEEDED = ['phoneNumberId', 'businessAccountId', 'accessToken', 'appSecret', 'verifyToken']
const TOKEN = [0, 3, 10, 190, 131005]

/** Reads the account's number and templates: checks that the token may read both, and that the ids belong to it. */
export const createTest =
  ({ client }: Pick<ChannelContext, 'client'>): Test =>
  async ({ settings }, signal) => {
    const missing = NEEDED.filter(setting => typeof settings[setting] !== 'string')
    const api = apiOf(settings)
    if (missing.length > 0 || !api) return missing.map(setting => ({ code: 'missing', setting }))
    const problemOf = async (path: string, setting: string): Promise<ChannelProblem[]> => {
      const headers = { authorization: `Bearer ${api.accessToken}` }
      const answer = await client.call({ method: 'GET', url: `${api.base}/${path}`, headers, signal })
      if (answer.status === 200) return []
      const error = errorIn(answer.text)
      const isToken = error
        ? TOKEN.includes(error.code) || (error.code >= 200 && error.code < 300)
        : answer.status === 401
      const detail = error ? wordsOf(error) : `${answer.status} ${answer.text.slice(0, 300)}`.trim()
      return [
        isToken ? { code: 'unauthorized', setting: 'accessToken', detail } : { code: 'unexpected', setting, detail }
      ]
    }
    const ofNumber = await problemOf(
      `${api.phoneNumberId}?fields=display_phone_number,verified_name,quality_rating`,
      'phoneNumberId'
    )
    if (ofNumber.length > 0) return ofNumber
    return problemOf(`${api.businessAccountId}/message_templates?limit=1`, 'businessAccountId')
  }

function errorIn(text: string): { code: number } | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown } }
    return typeof error?.code === 'number' ? { ...error, code: error.code } : undefined
  } catch {
    return undefined
  }
}
