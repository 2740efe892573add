import iconv from 'iconv-lite'

/** A mail, and the expected values of some fields. */
export interface Specimen {
  name: string
  raw: Buffer
  out: Record<string, unknown>
}

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>

const usual: Fields = {
  from: 'Ana Silva <ana@example.org>',
  to: 'Support <support@azulejo.example>',
  subject: 'A question',
  date: 'Mon, 2 Mar 2026 10:00:00 +0000',
  'message-id': '<q1@example.org>',
  'mime-version': '1.0'
}

const line = (name: string, value: string) => Buffer.from(`${name}: ${value}\r\n`)

/** A mail with the usual header; `undefined` omits a field, and a Buffer as body is used unchanged. */
export function mail(fields: Fields, body: string | Buffer = 'Hello'): Buffer {
  const header = Object.entries({ ...usual, ...fields }).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map(each => line(name, each as string))
  )
  return Buffer.concat([...header, Buffer.from('\r\n'), typeof body === 'string' ? Buffer.from(crlf(body)) : body])
}

export const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n')

export const textIn = (charset: string, text: string, declared = charset): Buffer =>
  mail(
    { 'content-type': `text/plain; charset=${declared}`, 'content-transfer-encoding': '8bit' },
    iconv.encode(text, charset)
  )

/** One part; `fields` begin with the type. */
export const part = (type: string, body: string, fields: Record<string, string> = {}): string =>
  [`Content-Type: ${type}`, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`), '', body].join('\n')

const multipart = (kind: string, parts: string[], boundary = `=_${kind.replace(/\W/g, '')}`): string =>
  [...parts.flatMap(each => [`--${boundary}`, each]), `--${boundary}--`, ''].join('\n')

export const multipartMail = (kind: string, parts: string[], fields: Fields = {}): Buffer => {
  const boundary = `=_${kind.replace(/\W/g, '')}`
  return mail(
    { 'content-type': `multipart/${kind}; boundary="${boundary}"`, ...fields },
    multipart(kind, parts, boundary)
  )
}

export const nested = (kind: string, parts: string[]): string =>
  part(`multipart/${kind}; boundary="=_in${kind}"`, multipart(kind, parts, `=_in${kind}`))

export const base64 = (content: string | Buffer) => Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\n')

export const file = (type: string, name: string, content: string | Buffer, more: Record<string, string> = {}) =>
  part(`${type}; name="${name}"`, base64(content), {
    'Content-Transfer-Encoding': 'base64',
    'Content-Disposition': `attachment; filename="${name}"`,
    ...more
  })
