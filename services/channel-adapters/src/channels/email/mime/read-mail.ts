import { Readable, type Transform } from 'node:stream'
import mailsplit, { type MimeNode, type SplitterChunk } from '@zone-eu/mailsplit'
import libmime from 'libmime'
import { decodeText } from './charset.ts'
import { type Headers, headersOf, readable } from './headers.ts'
import { textOfHtml } from './html-text.ts'
import { filesOfTnef } from './tnef.ts'

/** A file in a mail. The content must be read to its end, or destroyed. */
export interface MailFile {
  name?: string
  /** As claimed by the mail. */
  mimeType: string
  /** The id by which its HTML displays it. */
  contentId?: string
  content: Readable
}

/** A mail's contents, without its files. */
export interface Mail {
  headers: Headers
  text: string
  html?: string
  /** For a delivery report: its fields, and the header of the mail it is about. */
  report?: string
  reported?: string
  /** The text was cut off as longer than anybody reads. */
  shortened: boolean
}

const MAX_TEXT_LENGTH = 1024 ** 2
const MAX_TNEF_LENGTH = 32 * 1024 ** 2
/** Copies of the text for special readers, and what only programs read. */
const NOT_SHOWN = /^(text\/(x-amp-html|watch-html)|application\/(pgp|pkcs7|x-pkcs7)-signature)$/

/** Reads a mail part by part: `keep` gets its files as they come. Throws if it is not a mail. */
export async function readMail(raw: Buffer, keep: (file: MailFile) => Promise<void>): Promise<Mail> {
  // an embedded mail counts as a file; none of its parts are taken for parts of this one
  const splitter = new mailsplit.Splitter({ ignoreEmbedded: true })
  const chunks = Readable.from(piecesOf(raw), { objectMode: false })
    .on('error', error => splitter.destroy(error))
    .pipe(splitter)
  const found: Found = { texts: [], htmls: [], shortened: false }
  let headers: Headers | undefined
  let part: Part = nothing
  for await (const chunk of chunks as AsyncIterable<SplitterChunk>) {
    if (chunk.type === 'node') {
      await part.end()
      headers ??= headersOf(linesOf(chunk))
      part = partOf(chunk, found, keep)
    } else if (chunk.type === 'body' && chunk.value) await part.write(chunk.value)
  }
  await part.end()
  if (!headers || headers.names.length === 0) throw new Error('it has no header')
  return mailOf(headers, found)
}

const PIECE_BYTES = 64 * 1024

/** Splits the mail, so that the reader never gets far ahead of whatever takes its files. */
function* piecesOf(raw: Buffer): Generator<Buffer> {
  for (let at = 0; at < raw.length; at += PIECE_BYTES) yield raw.subarray(at, at + PIECE_BYTES)
}

interface Found {
  texts: string[]
  htmls: string[]
  report?: string
  reported?: string
  shortened: boolean
}

interface Part {
  write(bytes: Buffer): Promise<void>
  end(): Promise<void>
}

const nothing: Part = { write: async () => {}, end: async () => {} }

const linesOf = (node: MimeNode) => (node.headers ? node.headers.getList() : [])

function partOf(node: MimeNode, found: Found, keep: (file: MailFile) => Promise<void>): Part {
  const type = node.contentType || 'text/plain'
  if (type.startsWith('multipart/') || NOT_SHOWN.test(type)) return nothing
  const inReport = node.parentNode && node.parentNode.contentType === 'multipart/report'
  const isAttached = node.disposition === 'attachment' || (node.filename && type !== 'text/html')
  const take = (to: 'report' | 'reported') =>
    textPart(node, found, text => {
      found[to] = text
    })
  if (/^message\/(global-)?delivery-status$/.test(type)) return take('report')
  if (inReport && /^(message\/rfc822|message\/global|text\/rfc822-headers)$/.test(type)) return take('reported')
  if (type === 'text/plain' && !isAttached) return textPart(node, found, text => found.texts.push(text))
  if (type === 'text/html' && !isAttached) return textPart(node, found, text => found.htmls.push(text))
  if (type === 'application/ms-tnef' || node.filename === 'winmail.dat') return tnefPart(node, found, keep)
  return filePart(node, keep)
}

/** Collects up to `most` decoded bytes of a part; the rest is discarded. */
function collected(
  node: MimeNode,
  most: number,
  done: (bytes: Buffer, isWhole: boolean) => Promise<void> | void
): Part {
  const taken: Buffer[] = []
  let size = 0
  return streamPart(node, async content => {
    for await (const bytes of content as AsyncIterable<Buffer>) {
      if (size < most) taken.push(bytes.subarray(0, most - size))
      size += bytes.length
    }
    await done(Buffer.concat(taken), size <= most)
  })
}

const textPart = (node: MimeNode, found: Found, to: (text: string) => unknown): Part =>
  collected(node, MAX_TEXT_LENGTH, (bytes, isWhole) => {
    const text = decodeText(bytes, node.charset || undefined).replace(/\r\n?/g, '\n')
    to(node.flowed ? libmime.decodeFlowed(text, node.delSp) : text)
    if (!isWhole) found.shortened = true
  })

const tnefPart = (node: MimeNode, found: Found, keep: (file: MailFile) => Promise<void>): Part =>
  collected(node, MAX_TNEF_LENGTH, async bytes => {
    const { files, text } = filesOfTnef(bytes)
    if (text) found.texts.push(text)
    for (const { name, content } of files)
      await keep({ name, mimeType: mimeTypeOf(name), content: Readable.from([content], { objectMode: false }) })
    // a file that cannot be unpacked here may open elsewhere
    if (files.length === 0 && !text)
      await keep({
        name: 'winmail.dat',
        mimeType: 'application/ms-tnef',
        content: Readable.from([bytes], { objectMode: false })
      })
  })

const mimeTypeOf = (name: string) => libmime.detectMimeType(name.slice(name.lastIndexOf('.') + 1))

function filePart(node: MimeNode, keep: (file: MailFile) => Promise<void>): Part {
  const name = readable(node.filename || '') || nameOf(node)
  const [contentId] = node.headers ? node.headers.get('content-id') : []
  const id = contentId?.replace(/^content-id:/i, '').replace(/[<>\s]/g, '')
  const about = {
    ...(name && { name }),
    mimeType: node.contentType || 'application/octet-stream',
    ...(id && { contentId: id })
  }
  return streamPart(node, content => keep({ ...about, content }))
}

function nameOf({ contentType }: MimeNode): string {
  if (contentType === 'message/rfc822') return 'message.eml'
  if (contentType === 'text/calendar') return 'invite.ics'
  return ''
}

/** Streams the decoded bytes of a part as fast as they are read. */
function streamPart(node: MimeNode, read: (content: Readable) => Promise<void>): Part {
  const decoder = node.getDecoder() as Transform
  let failure: Error | undefined
  let goOn = () => {}
  decoder.on('drain', () => goOn()).on('close', () => goOn())
  const reading = read(decoder).catch((error: Error) => {
    failure = error
    decoder.destroy()
  })
  return {
    async write(bytes) {
      if (failure) throw failure
      if (decoder.destroyed || decoder.write(bytes)) return
      await new Promise<void>(resolve => {
        goOn = resolve
      })
    },
    async end() {
      if (!decoder.destroyed) decoder.end()
      await reading
      if (failure) throw failure
    }
  }
}

function mailOf(headers: Headers, { texts, htmls, report, reported, shortened }: Found): Mail {
  const plain = texts
    .map(text => text.trim())
    .filter(Boolean)
    .join('\n\n')
  const html = htmls.join('\n') || undefined
  return {
    headers,
    text: plain || (html ? textOfHtml(html) : ''),
    shortened,
    ...(html !== undefined && { html }),
    ...(report !== undefined && { report }),
    ...(reported !== undefined && { reported })
  }
}
