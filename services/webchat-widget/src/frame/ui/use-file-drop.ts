import { useEffect, useState } from 'preact/hooks'

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true

/**
 * Takes files dropped anywhere on the page, and keeps the browser from opening them; returns whether files are being
 * dragged over it.
 */
export function useFileDrop(take: ((files: Iterable<File>) => void) | undefined): boolean {
  const [above, setAbove] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setAbove(true)
    }
    const out = ({ relatedTarget }: DragEvent) => relatedTarget === null && setAbove(false)
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setAbove(false)
      take?.(event.dataTransfer!.files)
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', out)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', out)
      removeEventListener('drop', drop)
    }
  }, [take])
  return above && take !== undefined
}
