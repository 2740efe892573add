import type { System } from '@inbox/devstack'
import { ask } from '@inbox/simulators'

/** Signs in at the gateway; resolves with the access token. */
export async function accessTokenOf({ urls }: System, user: { email: string; password: string }): Promise<string> {
  const { email, password } = user
  const { body } = await ask<{ accessToken: string }>('POST', `${urls['inbox-gateway']}/v1/auth/login`, {
    body: { email, password }
  })
  return body.accessToken
}
