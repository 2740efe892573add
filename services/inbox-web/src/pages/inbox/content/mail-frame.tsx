import { useMailMessages } from './mail-messages.ts'
import classes from './mail-view.module.css'

interface Props {
  /** Of a page that may do nothing. */
  url: string
  /** What the mail says. */
  text: string
  images: boolean
}

/** Links open in a tab of their own; nothing runs, and nothing in it is of our origin. */
const ALLOWED = 'allow-popups allow-popups-to-escape-sandbox'

/** A mail as its sender laid it out. Nobody can look into the frame to measure it: readers make it larger where it is too small. */
export function MailFrame({ url, text, images }: Props) {
  const t = useMailMessages()
  return (
    <iframe
      className={classes.frame}
      title={t.frame}
      src={url}
      sandbox={ALLOWED}
      referrerPolicy="no-referrer"
      style={{ height: `${images ? MAX_REM : heightOf(text)}rem` }}
    />
  )
}

const [MIN_REM, MAX_REM, LINE_REM, LINE_LENGTH, MARGIN_REM] = [12, 36, 1.6, 80, 6]

/** About as much as the words need, with what belongs to a layout. */
function heightOf(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_LENGTH)), 0)
  return Math.min(Math.max(lines * LINE_REM + MARGIN_REM, MIN_REM), MAX_REM)
}
