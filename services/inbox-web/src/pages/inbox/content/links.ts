import { LinkifyIt } from 'linkify-it'

/** A piece of a text; with `href` it is a link. */
export interface TextPart {
  text: string
  href?: string
}

const linkify = new LinkifyIt({ fuzzyLink: true }).add('ftp:', null).add('//', null)
/** Between a character of a script without spaces between words and a URL that follows it. */
const WITHOUT_BLANK = /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}])(?=https?:\/\/|www\.)/iu

/** Splits a text at its web and e-mail addresses; without a scheme, only those that begin with `www.` count. */
export const partsOf = (text: string): TextPart[] => text.split(WITHOUT_BLANK).flatMap(partsOfPiece)

function partsOfPiece(text: string): TextPart[] {
  const parts: TextPart[] = []
  let done = 0
  for (const { index, lastIndex, schema, text: address, url } of linkify.match(text) ?? []) {
    // what merely looks like a host may be a file name, or a missing space after a full stop
    if (schema === '' && !/^www\./i.test(address)) continue
    if (index > done) parts.push({ text: text.slice(done, index) })
    parts.push({ text: address, href: url })
    done = lastIndex
  }
  if (done < text.length) parts.push({ text: text.slice(done) })
  return parts
}
