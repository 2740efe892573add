import { LinkifyIt } from 'linkify-it'

/** A piece of a text; with `href` it is an address in it. */
export interface TextPart {
  text: string
  href?: string
}

const linkify = new LinkifyIt({ fuzzyLink: true }).add('ftp:', null).add('//', null)
/** Between a character of a script that writes no blanks between words and an address that follows it. */
const WITHOUT_BLANK = /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}])(?=https?:\/\/|www\.)/iu

/** A text with the web and e-mail addresses in it; of those without a scheme, the ones that begin with `www.`. */
export const partsOf = (text: string): TextPart[] => text.split(WITHOUT_BLANK).flatMap(partsOfPiece)

function partsOfPiece(text: string): TextPart[] {
  const parts: TextPart[] = []
  let done = 0
  for (const { index, lastIndex, schema, text: address, url } of linkify.match(text) ?? []) {
    // what only looks like a host may be the name of a file, or a blank forgotten after a full stop
    if (schema === '' && !/^www\./i.test(address)) continue
    if (index > done) parts.push({ text: text.slice(done, index) })
    parts.push({ text: address, href: url })
    done = lastIndex
  }
  if (done < text.length) parts.push({ text: text.slice(done) })
  return parts
}
