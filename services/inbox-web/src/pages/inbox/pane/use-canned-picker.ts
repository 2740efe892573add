import type { CannedReply, ConversationSummary } from '@inbox/contracts'
import { type KeyboardEvent, useId, useState } from 'react'
import { matching, useCannedReplies } from './use-canned-replies.ts'

/** Picks canned replies with the focus in the text: `/` and what follows finds them, arrow keys choose. */
export function useCannedPicker(conversation: ConversationSummary, text: string, onPick: (words: string) => void) {
  const { replies, fill } = useCannedReplies(conversation)
  const [opened, setOpened] = useState(false)
  const [moved, setMoved] = useState(0)
  const id = useId()
  const found = matching(replies, text.startsWith('/') ? text.slice(1) : '')
  const active = Math.min(moved, found.length - 1)

  const show = (next: boolean) => {
    setOpened(next)
    setMoved(0)
  }
  const pick = (reply: CannedReply) => {
    show(false)
    onPick(text.startsWith('/') ? fill(reply) : `${text}${fill(reply)}`)
  }
  /** Whether the key was for the list. */
  const takeKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const chosen = found[active]
    if (!opened || shiftKey) return false
    if (key === 'Escape') show(false)
    else if (!chosen) return false
    else if (key === 'Enter' || key === 'Tab') pick(chosen)
    else if (key === 'ArrowDown') setMoved((active + 1) % found.length)
    else if (key === 'ArrowUp') setMoved((active + found.length - 1) % found.length)
    else return false
    return true
  }
  return {
    id,
    opened,
    found,
    active,
    fill,
    show,
    pick,
    takeKey,
    activate: setMoved,
    /** Attributes that announce the list at the text field. */
    spoken: {
      'aria-autocomplete': 'list',
      ...(opened && { 'aria-controls': id }),
      ...(opened && found.length > 0 && { 'aria-activedescendant': optionId(id, active) })
    } as const
  }
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`
