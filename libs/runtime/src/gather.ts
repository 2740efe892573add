interface Bounds {
  /** Maximum items per batch. */
  most: number
  /** Maximum concurrent batches; items that arrive meanwhile go into the next one together. */
  atOnce: number
}

/**
 * Turns work on many items into calls for one: calls of the same moment, and those made while earlier batches run, are
 * batched. Nothing waits for more calls to come, and no batch begins before the last of its calls was made.
 */
export function gather<Item, Answer>(
  work: (items: Item[]) => Promise<readonly Answer[]>,
  { most, atOnce }: Bounds = { most: 200, atOnce: 2 }
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; answer: PromiseWithResolvers<Answer> }[] = []
  let underWay = 0
  let scheduled = false

  const schedule = () => {
    if (scheduled || waiting.length === 0 || underWay >= atOnce) return
    scheduled = true
    setImmediate(begin)
  }
  const begin = () => {
    scheduled = false
    const batch = waiting.slice(0, most)
    waiting = waiting.slice(most)
    underWay += 1
    void carryOut(batch).finally(() => {
      underWay -= 1
      schedule()
    })
    schedule()
  }
  const carryOut = async (batch: typeof waiting) => {
    try {
      const answers = await work(batch.map(({ item }) => item))
      for (const [n, { answer }] of batch.entries()) answer.resolve(answers[n]!)
    } catch (error) {
      for (const { answer } of batch) answer.reject(error)
    }
  }

  return item => {
    const answer = Promise.withResolvers<Answer>()
    waiting.push({ item, answer })
    schedule()
    return answer.promise
  }
}
