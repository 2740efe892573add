import { useMailMessages } from './mail-messages.ts'
import classes from './mail-view.module.css'

interface Props {
  /** The URL of a page without any permissions. */
  url: string
  /** The text of the mail. */
  text: string
  images: boolean
}

/** Links open in a new tab; no scripts run, and nothing in the frame has our origin. */
const ALLOWED = 'allow-popups allow-popups-to-escape-sandbox'

/** A mail as its sender laid it out. The frame cannot be measured from outside, so readers enlarge it if necessary. */
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

/** About the height that the words and a layout need. */
function heightOf(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_LENGTH)), 0)
  return Math.min(Math.max(lines * LINE_REM + MARGIN_REM, MIN_REM), MAX_REM)
}
