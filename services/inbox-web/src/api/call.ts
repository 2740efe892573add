import type { Operation, OperationAnswer, OperationInput } from '@inbox/contracts'
import { Refusal } from './refusal.ts'
import { request } from './request.ts'
import { freshToken, renew } from './session.ts'

/**
 * Makes a call as the signed-in agent: `call(acceptConversation, { params: { id } })`. Throws Refusal or Unreachable.
 */
export async function call<Op extends Operation>(
  operation: Op,
  input: OperationInput<Op> & { ifMatch?: number }
): Promise<OperationAnswer<Op>> {
  try {
    return await request(operation, input, await freshToken())
  } catch (error) {
    // the token ended before its time: our clock may be wrong, or the agent has changed
    if (!(error instanceof Refusal && error.status === 401)) throw error
    return request(operation, input, await renew())
  }
}
