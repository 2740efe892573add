import { useEffect, useState } from 'preact/hooks'

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true

/** Takes files that are dropped anywhere on the page, which is never left for one of them; answers whether some are held above it. */
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
