type Pressed = Pick<KeyboardEvent, 'key' | 'code'>

const ASCII = /^[\x20-\x7e]$/

/**
 * What a key means as a shortcut: the letter, digit or sign that it writes; where it writes none of ours, as on Cyrillic,
 * Arabic or Greek layouts, what stands at its place on a Latin keyboard. Undefined if that is nothing.
 */
export function latinKey({ key, code }: Pressed): string | undefined {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? []
  const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(code) ?? []
  if (/^[a-z0-9/?]$/i.test(key)) return key.toLowerCase()
  // rows of digits that write signs, as in French, or digits of another script
  if (digit) return digit
  // Cyrillic layouts write a full stop or a comma where others have the slash
  if (code === 'Slash' && (!ASCII.test(key) || key === '.' || key === ','))
    return key === ',' || key === '؟' ? '?' : '/'
  return ASCII.test(key) ? undefined : letter?.toLowerCase()
}
