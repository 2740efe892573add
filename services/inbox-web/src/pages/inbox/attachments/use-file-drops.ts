import { useEffect, useRef, useState } from 'react'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Takes files dropped anywhere on the page, if `take` is given. Returns whether files are being dragged over it. */
export function useFileDrops(take: ((files: File[]) => void) | undefined): boolean {
  const [above, setAbove] = useState(false)
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })
  const isTaken = take !== undefined
  useEffect(() => {
    if (!isTaken) return
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setAbove(true)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setAbove(false)
      latest.current?.([...(event.dataTransfer?.files ?? [])])
    }
    // leaving the window, as no other element is entered
    const leave = (event: DragEvent) => event.relatedTarget === null && setAbove(false)
    // before the handlers that refuse what nobody takes
    const first = { capture: true }
    window.addEventListener('dragover', over, first)
    window.addEventListener('drop', drop, first)
    window.addEventListener('dragleave', leave, first)
    return () => {
      setAbove(false)
      window.removeEventListener('dragover', over, first)
      window.removeEventListener('drop', drop, first)
      window.removeEventListener('dragleave', leave, first)
    }
  }, [isTaken])
  return above
}
