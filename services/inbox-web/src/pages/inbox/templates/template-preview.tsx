import type { ChannelTemplate } from '@inbox/contracts'
import { plainName } from '../../../ui/plain-name.ts'
import { previewOf } from './choice.ts'
import { useMessages } from './messages.ts'
import classes from './templates.module.css'

/** The template as the contact will see it, as far as it is filled in. */
export function TemplatePreview(props: {
  template: ChannelTemplate
  values: Readonly<Record<string, string>>
  fileName: string | undefined
}) {
  const t = useMessages()
  const { header, file, body, footer, buttons } = previewOf(props.template, props.values)
  return (
    <section className={classes.preview} aria-label={t.preview} dir="auto">
      {file && <div className={classes.file}>{props.fileName ? plainName(props.fileName) : t.files[file]}</div>}
      {header && <strong>{header}</strong>}
      <div>{body}</div>
      {footer && <div className={classes.footer}>{footer}</div>}
      {buttons.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they neither move nor change
        <div key={at} className={classes.button}>
          {text}
        </div>
      ))}
    </section>
  )
}
