import { createVerify, generateKeyPairSync, hash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import nodemailer from 'nodemailer'
import { problemsOfDkim, signingWith, UnusableKey } from './dkim.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
const published = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
// as pasted into a single line
const settings = { domain: 'azulejo.example', selector: 'inbox', key: pem.replaceAll('\n', '') }

/** RFC 6376, 3.4: relaxed header and body. */
const relaxedField = (field: string) => {
  const colon = field.indexOf(':')
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
  return `${field.slice(0, colon).toLowerCase().trim()}:${value.trim()}`
}
const relaxedBody = (body: string) =>
  body
    .split('\r\n')
    .map(line => line.replace(/[ \t]+/g, ' ').trimEnd())
    .join('\r\n')
    .replace(/(\r\n)*$/, '\r\n')

/** Whether a reader with the public key accepts the mail as the domain's own. */
function isSigned(raw: string): boolean {
  const [header, body] = [raw.slice(0, raw.indexOf('\r\n\r\n')), raw.slice(raw.indexOf('\r\n\r\n') + 4)]
  const fields = header.split(/\r\n(?![ \t])/)
  const signature = fields.find(field => /^dkim-signature:/i.test(field))!
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map(tag => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s/g, '')])
  )
  if (tags.get('c') !== 'relaxed/relaxed' || tags.get('d') !== settings.domain || tags.get('s') !== settings.selector)
    return false
  const signed = tags
    .get('h')!
    .split(':')
    .flatMap(name => fields.findLast(field => field.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? [])
  const own = relaxedField(signature).replace(/(\bb=)[^;]*/, '$1')
  const verifier = createVerify('sha256').update([...signed.map(relaxedField), own].join('\r\n'))
  return (
    tags.get('bh') === hash('sha256', relaxedBody(body), 'base64') &&
    verifier.verify(pair.publicKey, tags.get('b')!, 'base64')
  )
}

async function mailOf(text: string): Promise<string> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const mail = { from: 'support@azulejo.example', to: 'ana@example.org', subject: 'Tiles  and\tmore', text }
  const { message } = await transport.sendMail({ ...mail, dkim: signingWith(settings) })
  return message.toString()
}

describe('a signed email', () => {
  test('is attributed to its domain by whoever verifies it, and by nobody once a word of it was changed', async () => {
    const raw = await mailOf('Two  tiles.\n\nBest regards \n')
    expect(isSigned(raw)).toBe(true)
    expect(isSigned(raw.replace('Two', 'Ten'))).toBe(false)
    expect(isSigned(raw.replace('Subject: Tiles', 'Subject: Money'))).toBe(false)
  })
})

describe('the DNS record', () => {
  const found = (...texts: string[][]) => problemsOfDkim(settings, async () => texts)
  test.each([
    ['is the key, in pieces', [['v=DKIM1; k=rsa; p=', published.slice(0, 200), published.slice(200)]], []],
    ['is another key', [['v=DKIM1; p=MIIB']], [{ code: 'unexpected', setting: 'dkimSelector' }]],
    ['is a key that was revoked', [['v=DKIM1; p=']], [{ code: 'unexpected', setting: 'dkimSelector' }]]
  ])('%s', async (_, texts, problems) => expect(await found(...texts)).toMatchObject(problems))

  test('is missing: the missing name is stated', async () => {
    const nothing = problemsOfDkim(settings, async () => Promise.reject(new Error('ENOTFOUND')))
    expect(await nothing).toMatchObject([
      {
        code: 'unreachable',
        setting: 'dkimSelector',
        detail: expect.stringContaining('inbox._domainkey.azulejo.example')
      }
    ])
  })

  test('is not checked against an invalid key', async () => {
    const broken = { ...settings, key: settings.key.replace(/MII.{20}/, 'AAAA') }
    expect(await problemsOfDkim(broken, async () => [])).toMatchObject([{ code: 'unexpected', setting: 'dkimKey' }])
    expect(() => signingWith(broken)).toThrow(UnusableKey)
  })
})
