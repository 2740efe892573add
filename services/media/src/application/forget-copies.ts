import type { DataOf, messagesErased } from '@inbox/contracts'
import type { Deliveries } from '@inbox/delivery'
import type { CopyRequest } from '../domain/copy.ts'

const NOWHERE = 'http://erased.invalid/'

/** Forgets where the files of erased messages were copied from; pending copies are cancelled. */
export const createForgetCopies =
  (copying: Pick<Deliveries<CopyRequest>, 'erase'>) =>
  async ({ messages }: DataOf<typeof messagesErased>): Promise<void> => {
    for (const { messageId } of messages) await copying.erase(messageId, withoutAddress)
  }

const withoutAddress = ({ data: { name: _, ...data }, ...asked }: CopyRequest): CopyRequest => ({
  ...asked,
  data: { ...data, url: NOWHERE }
})
