import { expect, test } from '@jest/globals'
import { linesThatTell } from './personal-data.ts'

const said = new Set(['Where is my "order"?', '+55 11 91234-5678', 'zoe@example.org', 'Where is\nit, then?'])

test('a log line is found to reveal what somebody wrote, wherever it is and however JSON escapes it', () => {
  const telling = [
    JSON.stringify({ level: 'info', msg: 'not taken: Where is my "order"?' }),
    JSON.stringify({ level: 'warn', contact: { phone: '+55 11 91234-5678' } }),
    JSON.stringify({ msg: 'Where is\nit, then?' }),
    'sent to zoe@example.org'
  ]
  expect(linesThatTell(['sent to zoe@example.com', ...telling, 'Where is it'], said)).toEqual(telling)
})

test('nothing is revealed where nothing was written', () => {
  expect(linesThatTell(['listening', ''], new Set())).toEqual([])
})
