import { type RichBlock, type RichLine, type RichSpan, richText } from '@inbox/kernel/rich-text'
import { Anchor } from '@mantine/core'
import { outward } from '../../../ui/external-media.ts'
import classes from './rich-words.module.css'

/** What an agent wrote in a mail, formatted as its reader sees it. */
export const RichWords = ({ text }: { text: string }) => (
  <div className={classes.rich} translate="yes">
    {richText(text).map((block, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
      <Block key={index} block={block} />
    ))}
  </div>
)

function Block({ block }: { block: RichBlock }) {
  if (block.kind === 'paragraph')
    return (
      <p dir="auto">
        {block.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
          <Line key={index} line={line} isFirst={index === 0} />
        ))}
      </p>
    )
  const items = block.items.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
    <li key={index} dir="auto">
      <Line line={line} isFirst />
    </li>
  ))
  return block.kind === 'list' ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>
}

const Line = ({ line, isFirst }: { line: RichLine; isFirst: boolean }) => (
  <>
    {!isFirst && <br />}
    {line.map((span, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
      <Span key={index} span={span} />
    ))}
  </>
)

function Span({ span: { text, bold, href } }: { span: RichSpan }) {
  const words = href ? (
    <Anchor href={href} {...outward} c="inherit" td="underline" inherit>
      {text}
    </Anchor>
  ) : (
    text
  )
  return bold ? <strong>{words}</strong> : words
}
