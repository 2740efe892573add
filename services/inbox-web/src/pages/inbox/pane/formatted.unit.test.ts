import { expect, test } from '@jest/globals'
import { formatted, type Selected } from './formatted.ts'

/** A text with its selection, marked by bars. */
const of = (marked: string): Selected => {
  const [before, inside, after] = marked.split('|') as [string, string, string]
  return { text: before + inside + after, from: before.length, to: before.length + inside.length }
}
const shown = ({ text, from, to }: Selected) => `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`

test.each([
  ['bold', 'a |b| c', 'a **|b|** c'],
  ['bold', 'a **|b|** c', 'a |b| c'],
  ['bold', 'a || c', 'a **||** c'],
  ['link', 'our |shop|!', 'our [shop](|https://|)!'],
  ['link', '||', '[words](|https://|)'],
  ['list', 'x\none||\ny', 'x\n- one||\ny'],
  ['list', 'o|ne\ntw|o', '|- one\n- two|'],
  ['list', '|- one\n- two|', '|one\ntwo|'],
  ['numbered', '|- one\n- two|', '|1. one\n2. two|'],
  ['numbered', '||', '1. ||']
] as const)('%s of %p is %p', (format, before, after) => {
  expect(shown(formatted(of(before), format, 'words'))).toBe(after)
})
