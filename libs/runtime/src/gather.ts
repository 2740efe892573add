interface Bounds {
  /** Most items of one batch. */
  most: number
  /** Most batches under way; what comes meanwhile goes together in the next one. */
  atOnce: number
}

/**
 * Turns work on many items into calls for one: those of the same moment, and those that come while earlier batches are
 * under way, are done together. Nothing waits for more to come, and no batch begins before the last of its calls.
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
