import type { ChannelProblem } from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { signedHeaders } from '../../outbound/signed-headers.ts'
import type { ChannelContext, Test } from '../channel.ts'
import { secretsIn, testBodyOf } from './translate.ts'

/** Posts a request marked as a test, signed as answers are. */
export const testApi =
  ({ client, clock }: Pick<ChannelContext, 'client' | 'clock'>): Test =>
  async ({ id, settings }, signal) => {
    const { callbackUrl: url, secret } = settings
    if (typeof url !== 'string') return [{ code: 'missing', setting: 'callbackUrl' }]
    const now = clock.now()
    const body = testBodyOf(id, now)
    const headers = signedHeaders(`test_${newId()}`, body, secretsIn(secret), now)
    return problemsOf(await client.post({ url, headers, body, signal }))
  }

const MAX_DETAIL_LENGTH = 300

function problemsOf({ status, text }: { status: number; text: string }): ChannelProblem[] {
  if (status >= 200 && status < 300) return []
  const detail = `${status}${text && `: ${text.slice(0, MAX_DETAIL_LENGTH)}`}`
  if (status === 401 || status === 403) return [{ code: 'unauthorized', setting: 'secret', detail }]
  return [{ code: 'unexpected', setting: 'callbackUrl', detail }]
}
