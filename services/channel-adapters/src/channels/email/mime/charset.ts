import { isUtf8 } from 'node:buffer'
import chardet from 'chardet'
import iconv from 'iconv-lite'
import { decode } from 'libmime/lib/charset.js'

/** Charsets that stand for a larger one in practice: https://encoding.spec.whatwg.org/#names-and-labels */
const MEANT: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'ks_c_5601-1987': 'cp949',
  'euc-kr': 'cp949'
}
/** Declarations that say nothing: bytes beyond ASCII must be in some other charset. */
const NOTHING = new Set(['', 'us-ascii', 'ascii', 'utf-8', 'utf8', 'unknown', 'unknown-8bit', 'x-unknown', 'default'])
const SINGLE_BYTE = /^(windows-\d+|iso-8859-\d+|koi8-[a-z]+|macintosh|cp\d{3}|ibm\d{3})$/
const SHIFTS = /\x1b[$(]/
const BROKEN = '\ufffd'
const BEYOND_ASCII = /[\x80-\xff]/

/**
 * Decodes text. The declared charset is believed if the bytes are valid in it, except that valid UTF-8 under a
 * single-byte charset is no accident; bytes declared as UTF-8 but invalid are guessed.
 */
export function decodeText(bytes: Buffer, declared = ''): string {
  const name = declared.toLowerCase().trim()
  const meant = MEANT[name] ?? name
  const latin = bytes.toString('latin1')
  if (/^\xff\xfe|^\xfe\xff/.test(latin)) return iconv.decode(bytes, 'utf-16')
  if (!BEYOND_ASCII.test(latin))
    return SHIFTS.test(latin) ? decodedAs(bytes, 'iso-2022-jp') : decodedAscii(bytes, meant)
  if (isUtf8(bytes) && (NOTHING.has(meant) || SINGLE_BYTE.test(meant) || !iconv.encodingExists(meant)))
    return withoutMark(bytes.toString('utf8'))
  if (NOTHING.has(meant)) return guessed(bytes)
  const text = decodedAs(bytes, meant)
  return text.includes(BROKEN) ? guessed(bytes, text) : text
}

// libmime knows names that iconv-lite does not, and treats UTF-7 and Base64 as what they are: not charsets
const decodedAs = (bytes: Buffer, charset: string) => withoutMark(decode(bytes, charset))

const decodedAscii = (bytes: Buffer, charset: string) =>
  /^utf-?(16|32)/.test(charset) ? decodedAs(bytes, charset) : bytes.toString('latin1')

/** `otherwise`: the fallback if nothing fits better. */
function guessed(bytes: Buffer, otherwise?: string): string {
  if (isUtf8(bytes)) return withoutMark(bytes.toString('utf8'))
  const name = (chardet.detect(bytes.subarray(0, 65_536)) ?? 'windows-1252').toLowerCase()
  const meant = MEANT[name] ?? name
  const text = decodedAs(bytes, meant === 'utf-8' ? 'windows-1252' : meant)
  const broken = (each: string) => each.split(BROKEN).length
  return otherwise !== undefined && broken(otherwise) <= broken(text) ? otherwise : text
}

const withoutMark = (text: string) => text.replace(/^\ufeff/, '')

/** Maps C1 controls, which nobody writes, to the windows-1252 characters that were meant. */
export const withoutControls = (text: string): string =>
  text.replace(/[\x80-\x9f]+/g, bytes => iconv.decode(Buffer.from(bytes, 'latin1'), 'windows-1252'))
