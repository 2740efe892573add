import { useState } from 'preact/hooks'
import type { TextStorage } from '../../embedding/storage.ts'

const KEY = 'draft'

/** What is being written in this tab; the next page of the site continues with it. */
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
