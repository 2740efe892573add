import { connectionId } from '@inbox/contracts'
import { type Authenticate, isProgram } from '@inbox/http'
import type { Beats } from '../outbound/beats.ts'

/** Any call by a page proves its agent alive, as a pong does. Programs name no connection, and nobody sits at them. */
export const provingLife =
  (authenticate: Authenticate, beats: Pick<Beats, 'called'>): Authenticate =>
  async (authorization, address, headers) => {
    const caller = await authenticate(authorization, address, headers)
    const named =
      caller?.kind === 'user' && !isProgram(caller)
        ? connectionId.safeParse(headers?.['x-connection-id']).data
        : undefined
    if (caller?.kind === 'user' && named) beats.called(named, caller.id, false)
    return caller
  }
