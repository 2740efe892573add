/** Lets one side await what the other side has sent. */
export function createArrivals() {
  const expected = new Map<string, () => void>()
  return {
    of: (words: string) => new Promise<void>(resolve => expected.set(words, resolve)),
    came(content: { type: string; text?: string | undefined }) {
      expected.get(content.text ?? '')?.()
      expected.delete(content.text ?? '')
    }
  }
}
