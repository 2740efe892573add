import { fail } from '../values/errors.ts'

const maxLength = 2000

/**
 * Translates a PCRE pattern to a JS one. What would mean something else in JS is refused, and so are nested
 * repetitions, whose backtracking could stop the server.
 */
export function compilePattern(pattern: string, options: string): RegExp {
  for (const option of options) {
    if (!'imsxu'.includes(option)) fail(51108, `invalid flag in regex options: ${option}`)
  }
  if (pattern.length > maxLength) fail(51091, `Regular expression is invalid: longer than ${maxLength} characters`)
  const inline = /^\(\?([imsx]+)\)/.exec(pattern)
  const flags = new Set([...options, ...(inline?.[1] ?? '')])
  const source = translate(inline ? pattern.slice(inline[0].length) : pattern, flags)
  refuseNestedRepetition(source)
  try {
    return new RegExp(source, `u${['i', 'm', 's'].filter(flag => flags.has(flag)).join('')}`)
  } catch (error) {
    return fail(51091, `Regular expression is invalid: ${(error as Error).message}`)
  }
}

function translate(pattern: string, flags: ReadonlySet<string>): string {
  let result = ''
  let inClass = false
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!
    if (char === '\\') result += escaped(pattern[++i], inClass)
    else if (inClass) {
      if (char === ']') inClass = false
      result += char === '[' ? classBracket(pattern[i + 1]) : char
    } else if (char === '[') {
      inClass = true
      const opening = /^\[\^?\]?/.exec(pattern.slice(i))![0]
      result += opening.replace(']', '\\]')
      i += opening.length - 1
    } else if (flags.has('x') && /\s/.test(char)) continue
    else if (flags.has('x') && char === '#') i = endOfLine(pattern, i)
    else if (char === '.') result += flags.has('s') ? '.' : '[^\\n]'
    else if (char === '$') result += flags.has('m') ? '(?=\\n|(?![^]))' : '(?=\\n?(?![^]))'
    else if (char === '^' && flags.has('m')) result += '(?<![^\\n])'
    else if (char === '{' && !/^\{\d+(,\d*)?\}/.test(pattern.slice(i))) result += '\\{'
    else if (char === '}' && !/\{\d+(,\d*)?$/.test(result)) result += '\\}'
    else if (char === ']') result += '\\]'
    else result += char
  }
  return result
}

/** An escaped letter keeps its meaning (or is refused by JS's strict mode); any other escaped character is itself. */
function escaped(char: string | undefined, inClass: boolean): string {
  if (char === undefined) fail(51091, 'Regular expression is invalid: \\ at end of pattern')
  if (!inClass && char === 'A') return '(?<![^])'
  if (!inClass && char === 'z') return '(?![^])'
  if (!inClass && char === 'Z') return '(?=\\n?(?![^]))'
  if (char === 's') return inClass ? ' \\t\\n\\v\\f\\r' : '[ \\t\\n\\v\\f\\r]'
  if (/[\w]/.test(char!)) {
    if (/[1-9k]/.test(char!)) fail(51091, 'Regular expression is invalid: back references are not supported')
    return `\\${char}`
  }
  if (inClass && char === '-') return '\\-'
  return /[\^$\\.*+?()[\]{}|/]/.test(char!) ? `\\${char}` : char!
}

function classBracket(next: string | undefined): string {
  if (next === ':' || next === '.' || next === '=') {
    fail(51091, 'Regular expression is invalid: POSIX classes are not supported')
  }
  return '\\['
}

function endOfLine(pattern: string, from: number): number {
  const end = pattern.indexOf('\n', from)
  return end < 0 ? pattern.length : end
}

/** Refuses an unbounded repetition of a group that itself repeats without bound. */
function refuseNestedRepetition(source: string): void {
  const repeats: boolean[] = [false]
  const tokens =
    source.match(/\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?|\)|[*+]|\{\d+,\d*\}|[\s\S]/gu) ?? []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const unbounded = /^(?:[*+]|\{\d+,\})$/
    if (token.startsWith('(')) repeats.push(false)
    else if (token === ')') {
      const inner = repeats.pop() ?? false
      const repeated = unbounded.test(tokens[i + 1] ?? '')
      if (inner && repeated) fail(51091, 'Regular expression is refused: nested unbounded repetition')
      if (inner || repeated) repeats[repeats.length - 1] = true
    } else if (unbounded.test(token) && tokens[i - 1] !== ')') repeats[repeats.length - 1] = true
  }
}

/** The text that every match of a case-sensitive `^literal` pattern begins with, or ''. */
export function literalPrefix(pattern: string, options: string): string {
  if (options !== '' || pattern.includes('|')) return ''
  const literal = /^\^((?:[\p{L}\p{N}_ \-@:/#,;~]|\\[^\w])*)/u.exec(pattern)
  if (!literal) return ''
  const next = pattern[literal[0].length] ?? ''
  const text = literal[1]!.replace(/\\(.)/g, '$1')
  return '*?{+'.includes(next) && next !== '' ? text.slice(0, -1) : text
}
