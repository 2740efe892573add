import { plainLine } from '@inbox/kernel'
import libmime from 'libmime'
import addressparser from 'nodemailer/lib/addressparser'
import { decodeText, withoutControls } from './charset.ts'

export interface MailAddress {
  address: string
  name?: string
}

/** The header of a mail: each value is one line, otherwise unchanged. */
export interface Headers {
  first(name: string): string | undefined
  all(name: string): string[]
  /** In lower case, in order of appearance. */
  names: readonly string[]
}

const MAX_LINE_LENGTH = 1000
/** Enough for every header read as a single text. */
const MAX_VALUE_LENGTH = 1024 ** 2

/** `lines` are mailsplit's: bytes as Latin-1, with the original folding. */
export function headersOf(lines: readonly { key: string; line: string }[]): Headers {
  const textOf = ({ line }: { line: string }) => unfoldedValue(line.slice(line.indexOf(':') + 1))
  return {
    first: name => {
      const found = lines.find(({ key }) => key === name)
      return found && textOf(found)
    },
    all: name => lines.filter(({ key }) => key === name).map(textOf),
    names: lines.map(({ key }) => key)
  }
}

const MAX_HEADER_LENGTH = 64 * 1024

/** The header at the start of a mail, however broken the rest is. */
export function headersAtStart(raw: Buffer): Headers {
  const [head = ''] = raw
    .subarray(0, MAX_HEADER_LENGTH)
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1)
  const lines = head.split(/\r?\n(?![ \t])/)
  return headersOf(lines.map(line => ({ key: line.slice(0, line.indexOf(':')).trim().toLowerCase(), line })))
}

function unfoldedValue(value: string): string {
  const whole = value.length > MAX_VALUE_LENGTH ? value.slice(0, MAX_VALUE_LENGTH) : value
  const text = /[\x80-\xff]/.test(whole) ? decodeText(Buffer.from(whole, 'latin1')) : whole
  return text.replace(/\r?\n[ \t]*|\r/g, ' ').trim()
}

/** For people: with encoded words decoded, on one line, and without hidden characters. */
export function readable(value: string | undefined): string {
  if (value === undefined) return ''
  return plainLine(withoutControls(decodedWords(value.slice(0, MAX_LINE_LENGTH * 10)))).slice(0, MAX_LINE_LENGTH)
}

function decodedWords(value: string): string {
  try {
    return libmime.decodeWords(value)
  } catch {
    return value
  }
}

const MAX_NAME_LENGTH = 200
const ADDRESS = /^[^\s\p{C}<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:"]+$/u

/** The addresses in a header such as To, including members of groups; anything else is left out. */
export function addressesOf(values: readonly string[]): MailAddress[] {
  const parsed = values.flatMap(value => addressparser(value, { flatten: true }))
  return parsed.flatMap(({ address, name }) => {
    const plain = unquoted(decodedWords(address).trim())
    if (!ADDRESS.test(plain)) return []
    const label = readable(name).slice(0, MAX_NAME_LENGTH).trim()
    return [{ address: plain, ...(label && label !== plain && { name: label }) }]
  })
}

/** `"ana..silva"@docomo.ne.jp` becomes ana..silva@docomo.ne.jp: in practice, such quotes are not needed. */
const unquoted = (address: string) => address.replace(/^"([^"\\\s]+)"@/, '$1@')

const MAX_IDS = 200
const MAX_ID_LENGTH = 998

/** Ids in References and In-Reply-To without brackets, in order, without duplicates. */
export function messageIdsOf(value: string | undefined): string[] {
  if (value === undefined) return []
  const bracketed = [...value.matchAll(/<([^<>\s]{1,998})>/g)].map(([, id]) => id!)
  const plain = bracketed.length > 0 ? bracketed : value.split(/[\s,]+/).filter(word => /^[^<>]+@[^<>]+$/.test(word))
  return [...new Set(plain.filter(id => id.length <= MAX_ID_LENGTH))].slice(-MAX_IDS)
}
