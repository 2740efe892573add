import { repetitions, seededRandom } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import { corpus } from './corpus/corpus.ts'
import { outcomeOf } from './outcome.ts'

describe('what becomes of an email', () => {
  test('there are at least a hundred, each with a unique name', () => {
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
    expect(corpus.length).toBeGreaterThanOrEqual(100)
  })

  test.each(corpus)('$name', async ({ raw, out }) => {
    expect(await outcomeOf(raw)).toMatchObject(out)
  })
})

describe('whatever the bytes are', () => {
  test('an email is understood, or set aside with a reason, and is always the same email', async () => {
    const random = seededRandom()
    await random.printSeedOnFailure(async () => {
      for (let round = 0; round < repetitions(400, 20_000); round += 1) {
        const raw = damaged(random)
        const [once, again] = [await outcomeOf(raw), await outcomeOf(raw)]
        expect(once).toEqual(again)
        if (once.kind === 'unreadable') expect(once.problem).toEqual(expect.stringMatching(/\w/))
        if (once.kind === 'written') expect(once.contact).toMatch(/^[\x21-\x7e]{1,200}$/)
      }
    })
  })
})

const MARKS = [
  '\r\n\r\n',
  '\r\n',
  '--=_mixed',
  '=?utf-8?B?',
  '=?',
  '<',
  '>',
  '"',
  '(',
  ';',
  ':',
  '\0',
  'Content-Type: multipart/mixed; boundary=x\r\n'
]

/** Two mails of the corpus with parts cut out, swapped, and sprinkled with what has a meaning in mails. */
function damaged(random: ReturnType<typeof seededRandom>): Buffer {
  const whole = () => random.pick(corpus.filter(({ raw }) => raw.length > 10 && raw.length < 20_000)).raw
  let raw = Buffer.concat([cut(whole(), random), cut(whole(), random)])
  for (let times = random.integer(0, 6); times > 0; times -= 1) {
    const at = random.integer(0, raw.length + 1)
    const mark = random.next() < 0.3 ? Buffer.from([random.integer(0, 256)]) : Buffer.from(random.pick(MARKS))
    raw = Buffer.concat([raw.subarray(0, at), mark, raw.subarray(at + random.integer(0, 9))])
  }
  return raw
}

function cut(raw: Buffer, random: ReturnType<typeof seededRandom>): Buffer {
  const from = random.next() < 0.7 ? 0 : random.integer(0, raw.length)
  return raw.subarray(from, random.integer(from, raw.length + 1))
}
