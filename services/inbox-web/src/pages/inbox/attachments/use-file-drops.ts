import { useEffect, useRef, useState } from 'react'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Takes files that are dropped anywhere on the page, if `take` is given. Answers whether some hang above it. */
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
    // over the edge of the window there is nothing that is entered next
    const leave = (event: DragEvent) => event.relatedTarget === null && setAbove(false)
    // before those who refuse what nobody takes
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
