import type { TextStorage } from '../../embedding/storage.ts'
import { type Chat, type ChatEvent, type Choice, chosen } from '../state/chat.ts'
import type { Store } from '../state/store.ts'

const KEY = 'choice'

/** The department chosen by the visitor for the next conversation, shared with all tabs and the next page. */
export function keptChoice(storage: TextStorage, chat: Store<Chat>, dispatch: (event: ChatEvent) => void) {
  const read = (): Choice | undefined => {
    try {
      return JSON.parse(storage.get(KEY) ?? '')
    } catch {
      return undefined
    }
  }
  const look = () => dispatch({ type: 'choice', data: read() })
  look()
  addEventListener('storage', ({ key }) => key?.endsWith(KEY) && look())
  return {
    choose(departmentId: string): void {
      storage.set(KEY, JSON.stringify({ departmentId, after: chat.get().over }))
      look()
    },
    departmentId: (): string | undefined => chosen(chat.get())?.id
  }
}
