import { useState } from 'preact/hooks'
import type { TextStorage } from '../../embedding/storage.ts'

const KEY = 'draft'

/** What is being written in this tab, which the next page of the site goes on with. */
export function useDraft(ofTab: TextStorage): [string, (text: string) => void] {
  const [text, setText] = useState(() => ofTab.get(KEY) ?? '')
  return [
    text,
    next => {
      setText(next)
      ofTab.set(KEY, next)
    }
  ]
}
