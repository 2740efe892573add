const actions = new Map<string, Promise<unknown>>()

/** Remembers an action on a conversation until the server has answered. */
export function underWay<Answer>(conversationId: string, action: Promise<Answer>): Promise<Answer> {
  actions.set(conversationId, action)
  const over = () => {
    if (actions.get(conversationId) === action) actions.delete(conversationId)
  }
  action.then(over, over)
  return action
}

/** Resolves when no action is in progress: a conversation shown as accepted may be answered only once it really is. */
export async function whenSettled(conversationId: string): Promise<void> {
  await actions.get(conversationId)?.catch(() => undefined)
}
