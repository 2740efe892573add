import { describe, expect, test } from '@jest/globals'
import { compilePattern, literalPrefix } from './pattern.ts'

describe('a pattern', () => {
  test.each([
    ['^a.c$', '', 'abc', true],
    ['^a.c$', '', 'abc\n', true],
    ['^a.c$', '', 'a\nc', false],
    ['^a.c$', 's', 'a\nc', true],
    ['^b$', 'm', 'a\nb\nc', true],
    ['ABC', 'i', 'xabcx', true],
    ['(?i)ABC', '', 'abc', true],
    ['a b # end', 'x', 'ab', true],
    ['a\\-b\\@c\\/', '', 'a-b@c/', true],
    ['[-\\w.]+@', '', 'x.y-z@', true],
    ['[]a]', '', ']', true],
    ['a{,3}', '', 'a{,3}', true],
    ['\\Aab\\z', '', 'ab', true],
    ['^😀$', '', '😀', true],
    ['\\d{2,3}', '', '12', true]
  ])('%s with options %j on %j: %j', (pattern, options, text, matches) => {
    expect(compilePattern(pattern, options).test(text)).toBe(matches)
  })

  test.each([
    ['(a+)+$'],
    ['(a*b?)*'],
    ['((a+)b)*'],
    ['([a-z]+){2,}'],
    ['(a)\\1'],
    ['[[:alpha:]]'],
    ['('],
    ['a\\'],
    ['(?<!a)b(?P<x>c)']
  ])('%s is refused', pattern => {
    expect(() => compilePattern(pattern, '')).toThrow()
  })

  test('tells the text that every match begins with', () => {
    expect(literalPrefix('^abc', '')).toBe('abc')
    expect(literalPrefix('^ab\\.c*', '')).toBe('ab.')
    expect(literalPrefix('^ab?', '')).toBe('a')
    expect(literalPrefix('^abc|d', '')).toBe('')
    expect(literalPrefix('^abc', 'i')).toBe('')
    expect(literalPrefix('abc', '')).toBe('')
  })
})
