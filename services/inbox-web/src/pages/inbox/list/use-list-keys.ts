import type { Virtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useCallback } from 'react'
import { latinKey } from '../../../shell/latin-key.ts'
import { shortcutSetting } from '../../../shell/shortcut-setting.ts'

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }
const letters: Record<string, number> = { j: 1, k: -1 }
const ends = { Home: 0, End: Number.POSITIVE_INFINITY }

/** Moves the focus from item to item, including those not rendered yet. */
export function useListKeys(
  scroller: RefObject<HTMLElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  count: number
) {
  return useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const letter = shortcutSetting.get() ? letters[latinKey(event.nativeEvent) ?? ''] : undefined
      const step = steps[event.key] ?? letter
      const end = ends[event.key as keyof typeof ends]
      if (step === undefined && end === undefined) return
      const row = (event.target as Element).closest<HTMLElement>('[data-index]')
      const from = Number(row?.dataset.index ?? -1)
      const to = Math.max(0, Math.min(count - 1, end ?? from + (step ?? 0)))
      event.preventDefault()
      virtual.scrollToIndex(to)
      focusWhenDrawn(scroller.current, to)
    },
    [scroller, virtual, count]
  )
}

const MAX_FRAMES = 10

function focusWhenDrawn(scroller: HTMLElement | null, index: number, frame = 0): void {
  const link = scroller?.querySelector<HTMLElement>(`[data-index="${index}"] a`)
  if (link) link.focus({ preventScroll: true })
  else if (frame < MAX_FRAMES) requestAnimationFrame(() => focusWhenDrawn(scroller, index, frame + 1))
}
