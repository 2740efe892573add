type Pressed = Pick<KeyboardEvent, 'key' | 'code'>

const ASCII = /^[\x20-\x7e]$/

/**
 * What a key means as a shortcut: the letter, digit or sign that it types or, if that is not Latin, as on Cyrillic,
 * Arabic or Greek layouts, what a Latin keyboard has in its place. Undefined if that is nothing.
 */
export function latinKey({ key, code }: Pressed): string | undefined {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? []
  const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(code) ?? []
  if (/^[a-z0-9/?]$/i.test(key)) return key.toLowerCase()
  // digit rows that type signs, as in French, or digits of another script
  if (digit) return digit
  // Cyrillic layouts have a full stop or a comma where others have the slash
  if (code === 'Slash' && (!ASCII.test(key) || key === '.' || key === ','))
    return key === ',' || key === '؟' ? '?' : '/'
  return ASCII.test(key) ? undefined : letter?.toLowerCase()
}
