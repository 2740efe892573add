import { expect, test } from '@jest/globals'
import { en } from '../i18n/en.ts'
import type { Line } from './timeline.ts'
import { transcriptOf } from './transcript.ts'

const line = (more: Partial<Line>): Line => ({
  ...{ key: 'k', from: 'visitor', content: { type: 'text', text: 'Hello' }, at: '2030-01-01T09:00:00.000Z' },
  ...{ newDay: false, continues: false, continued: false, ends: false },
  ...more
})

test('a saved chat says who wrote what and when, where conversations ended, and nothing that was not sent', () => {
  const text = transcriptOf(
    [
      line({}),
      line({ from: 'agent', name: 'Ana', content: { type: 'file', mediaId: 'm', mimeType: 'a/b', name: 'bill.pdf' } }),
      line({ from: 'system', content: { type: 'text', text: 'You are number 1' }, ends: true }),
      line({ outgoing: { clientMessageId: 'c', content: { type: 'text', text: 'unsent' }, at: 0 } })
    ],
    en,
    instant => instant.slice(11, 16)
  )
  expect(text).toBe(
    '[09:00] You: Hello\n[09:00] Ana: (bill.pdf)\n[09:00] You are number 1\n\n— This chat has ended —\n'
  )
})
