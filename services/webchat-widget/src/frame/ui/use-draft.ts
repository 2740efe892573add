import { useState } from 'preact/hooks'

const KEY = `webchat-draft:${location.pathname}`

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** What is being written in this tab, which the next page of the site goes on with. */
export function useDraft(): [string, (text: string) => void] {
  const [text, setText] = useState(() => attempt(() => sessionStorage.getItem(KEY)) ?? '')
  return [
    text,
    next => {
      setText(next)
      attempt(() => sessionStorage.setItem(KEY, next))
    }
  ]
}
