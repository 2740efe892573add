/** Whether a text names somebody: by the full name, or by its first part after an @, ignoring case and accents. */
export function mentions(text: string, name: string): boolean {
  const words = wordsOf(name)
  const [first] = words
  if (first === undefined) return false
  const said = wordsOf(text)
  const whole = (from: number) => words.every((word, index) => said[from + index]?.replace(/^@/, '') === word)
  return said.some((word, index) => word === `@${first}` || whole(index))
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/(?:(?<![\p{L}\p{N}])@)?[\p{L}\p{N}]+/gu) ?? []
