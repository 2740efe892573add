import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { visitorClientEvents } from './channel-adapters/webchat.ts'
import { channelContact, content } from './content.ts'
import { channelSettings } from './directory/channel-settings.ts'
import { clientEvents } from './inbox-gateway/socket.ts'
import { operations } from './operation-table.ts'

/** Every input from outside, by where it comes in. */
const inputs: Record<string, z.ZodType> = {
  ...Object.fromEntries(
    operations.flatMap(({ id, params, query, body }) => [
      [`${id} params`, params],
      [`${id} query`, query],
      [`${id} body`, body]
    ])
  ),
  ...named('a visitor’s', visitorClientEvents),
  ...named('a browser’s', clientEvents),
  ...named('settings of', channelSettings),
  'a contact': channelContact,
  content
}
function named(prefix: string, schemas: Record<string, z.ZodType>) {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [`${prefix} ${name}`, schema]))
}

/** Inputs that are only compared with what we know or made ourselves, and never stored or shown. */
const compared =
  /(password|newPassword|currentPassword|token|refreshToken|deviceToken|signature|cursor|before|flow|query)$|^getMedia params\.name$/
/** Inputs that are validated again by a schema of their own, which is among the inputs, too. */
const judgedAgain =
  /^postMessageBatch body\.messages\[\]$|^(create|replace)Channel body\.settings\{\}|^post(Message|Echo) body\.(contact\.(name|email|phone|avatarUrl|attributes|aliases)|author)$/

type Leaf = [place: string, schema: z.core.$ZodType]

/** Every part of a schema that accepts strings, or anything. */
function* leavesOf(schema: z.core.$ZodType, place: string): Generator<Leaf> {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      for (const [name, part] of Object.entries(def.shape)) yield* leavesOf(part, `${place}.${name}`)
      return
    case 'array':
      return yield* leavesOf(def.element, `${place}[]`)
    case 'record':
      yield* leavesOf(def.keyType, `${place}{name}`)
      return yield* leavesOf(def.valueType, `${place}{}`)
    case 'union':
      for (const option of def.options) yield* leavesOf(option, place)
      return
    case 'optional':
    case 'default':
    case 'nullable':
      return yield* leavesOf(def.innerType, place)
    case 'string':
    case 'pipe':
    case 'unknown':
      yield [place, schema]
  }
}

const hidden = { NUL: '\0', 'an escape': '\x1b', 'half a character': '\ud800', 'an override': '\u202e' }
const fine = [
  ...['a', 'https://example.com/a', 'nobody@example.com', 'image/png; name="a"', '09:00', '#1a73e8', 'v24.0', '12345'],
  ...['2026-01-02T03:04:05.000Z', 'https://nobody@example.com/a?b=c#d']
]
/** Inserts it at several places of texts that the schemas may accept. */
const withHidden = (character: string) =>
  fine.flatMap(text => [character + text, text + character, `${text.slice(0, -1)}${character}${text.slice(-1)}`])

const deceives = (taken: unknown) => /[\0\x1b\u202e]|\p{Cs}/u.test(z.string().parse(taken))
const faults = ([place, schema]: Leaf) =>
  Object.entries(hidden).flatMap(([what, character]) =>
    withHidden(character).flatMap(text => {
      const parsed = z.safeParse(schema, text)
      return parsed.success && typeof parsed.data === 'string' && deceives(parsed.data) ? `${place}: ${what}` : []
    })
  )

describe('any incoming text', () => {
  const leaves = Object.entries(inputs).flatMap(([name, schema]) => [...leavesOf(schema, name)])
  const judged = leaves.filter(([place]) => !compared.test(place) && !judgedAgain.test(place))

  test('is validated', () => {
    expect(judged.length).toBeGreaterThan(100)
  })

  test('contains nothing hidden, nor anything that reverses its direction, once it was accepted', () => {
    expect([...new Set(judged.flatMap(faults))]).toEqual([])
  })
})
