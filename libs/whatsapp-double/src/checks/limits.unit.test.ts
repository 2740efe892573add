import { describe, expect, test } from '@jest/globals'
import { sendable, uploadable, voiceNote } from './media.ts'
import { type PairTokens, pairRate, throughput } from './rates.ts'
import { pricingOf, type WindowState, windowClosed } from './window.ts'

const MB = 1024 * 1024
const HOUR = 3_600_000

describe('files', () => {
  test.each<[mimeType: string, bytes: number, code: number | undefined]>([
    ['image/jpeg', 5 * MB, undefined],
    ['audio/ogg; codecs=opus', MB, undefined],
    ['Audio/OGG', MB, undefined],
    ['application/pdf', 100 * MB, undefined],
    ['audio/ogg; codecs=vorbis', MB, 100],
    ['audio/webm', MB, 100],
    ['image/jpeg', 5 * MB + 1, 100]
  ])('%s of %i bytes uploads with %s', (mimeType, bytes, code) => {
    expect(uploadable(mimeType, bytes)?.code).toBe(code)
  })

  test.each<[kind: Parameters<typeof sendable>[0], mimeType: string, bytes: number, code: number | undefined]>([
    ['image', 'image/png', MB, undefined],
    ['sticker', 'image/webp', 500 * 1024, undefined],
    ['sticker', 'image/png', 1, 131053],
    ['image', 'image/webp', 1, 131053],
    ['audio', 'audio/opus', 1, 131053],
    ['video', 'video/mp4', 16 * MB + 1, 131053]
  ])('as %s %s of %i bytes: %s', (kind, mimeType, bytes, code) => {
    expect(sendable(kind, mimeType, bytes)?.code).toBe(code)
  })

  test('only Opus in Ogg is a voice note', () => {
    const first = (codec: string) => Buffer.from(`OggS${'.'.repeat(24)}${codec}`)
    expect(voiceNote(first('OpusHead'))).toBeUndefined()
    for (const other of [first('\u0001vorbis'), Buffer.from('....ftypM4A '), Buffer.alloc(0)])
      expect(voiceNote(other)?.code).toBe(131053)
  })
})

describe('rates', () => {
  test('a number sends as many per second as it may, and again a second later', () => {
    const times: number[] = []
    const at = (now: number) => {
      const refused = throughput(times, now, 3)
      if (!refused) times.push(now)
      return refused?.code
    }
    expect([0, 1, 2, 999, 1000, 1000].map(at)).toEqual([undefined, undefined, undefined, 130429, undefined, 130429])
  })

  test('a customer gets a burst, then one message every six seconds', () => {
    let tokens: PairTokens | undefined
    const at = (now: number) => {
      const answer = pairRate(tokens, now, 2)
      tokens = answer.tokens
      return answer.error?.code
    }
    expect([0, 0, 0, 5999, 6000, 6001].map(at)).toEqual([undefined, undefined, 131056, 131056, undefined, 131056])
  })
})

describe('the window', () => {
  test.each<[what: string, state: WindowState, code: number | undefined]>([
    ['of somebody who never wrote is closed', {}, 131047],
    ['is open for 24 hours', { lastInboundAt: 1 }, undefined],
    ['is closed after that', { lastInboundAt: 0 }, 131047]
  ])('%s', (_what, state, code) => {
    expect(windowClosed(state, 24 * HOUR)?.code).toBe(code)
  })

  const october = Date.parse('2026-10-01T00:00:00Z')
  const open = (now: number) => ({ lastInboundAt: now - HOUR })
  test.each<[what: string, ...Parameters<typeof pricingOf>, type: string, billable: boolean]>([
    ['a reply before October 2026', 'service', open(october - 1), october - 1, 'free_customer_service', false],
    ['a reply since', 'service', open(october), october, 'regular', true],
    ['a utility template in the window, since', 'utility', open(october), october, 'regular', true],
    ['a marketing template, ever', 'marketing', open(october - 1), october - 1, 'regular', true],
    [
      'a reply to a contact who came from an ad',
      'service',
      { ...open(october), enteredByAdAt: october - HOUR, adAnsweredAt: october },
      october,
      'free_entry_point',
      false
    ],
    [
      'the same 72 h later',
      'service',
      { ...open(october), enteredByAdAt: october - 73 * HOUR, adAnsweredAt: october - 72 * HOUR },
      october,
      'regular',
      true
    ]
  ])('%s is priced', (_what, category, state, now, type, billable) => {
    expect(pricingOf(category, state, now)).toMatchObject({ type, billable, pricing_model: 'PMP' })
  })
})
