export type Format = 'bold' | 'list' | 'numbered' | 'link'

export interface Selected {
  text: string
  from: number
  to: number
}

const BULLET = /^- /
const NUMBER = /^\d+\. /

/** A text with its selection formatted, or no longer formatted if it was, and the new selection. */
export function formatted(selected: Selected, format: Format, linkWords: string): Selected {
  if (format === 'bold') return bold(selected)
  if (format === 'link') return link(selected, linkWords)
  return list(selected, format === 'numbered')
}

function bold({ text, from, to }: Selected): Selected {
  const isBold = text.slice(0, from).endsWith('**') && text.slice(to).startsWith('**')
  return isBold
    ? { text: text.slice(0, from - 2) + text.slice(from, to) + text.slice(to + 2), from: from - 2, to: to - 2 }
    : { text: `${text.slice(0, from)}**${text.slice(from, to)}**${text.slice(to)}`, from: from + 2, to: to + 2 }
}

/** Selects the URL, which is to be entered next. */
function link({ text, from, to }: Selected, linkWords: string): Selected {
  const words = text.slice(from, to) || linkWords
  const begins = from + words.length + 3
  return {
    text: `${text.slice(0, from)}[${words}](https://)${text.slice(to)}`,
    from: begins,
    to: begins + 'https://'.length
  }
}

/** Formats whole lines. */
function list({ text, from, to }: Selected, isNumbered: boolean): Selected {
  const begins = text.lastIndexOf('\n', from - 1) + 1
  const end = text.indexOf('\n', to)
  const ends = end < 0 ? text.length : end
  const lines = text.slice(begins, ends).split('\n')
  const mark = isNumbered ? NUMBER : BULLET
  const isList = lines.every(line => mark.test(line))
  const plain = lines.map(line => line.replace(BULLET, '').replace(NUMBER, ''))
  const next = isList ? plain : plain.map((line, index) => `${isNumbered ? `${index + 1}.` : '-'} ${line}`)
  const joined = next.join('\n')
  const at = begins + joined.length
  return { text: text.slice(0, begins) + joined + text.slice(ends), from: lines.length > 1 ? begins : at, to: at }
}
