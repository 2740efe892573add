/** Taking from the head of a long array one by one would be slow. */
const COMPACT_AFTER = 1000

/**
 * Items in the order in which they came; any may go at any time. A Set would do, but moves to a new table again and again, and
 * from the old ones the collector takes items for alive that have long gone: they outlive their youth, and cost ten times as much.
 */
export class Line<Item> {
  #items: (Item | undefined)[] = []
  /** How many are gone that stood before the first of the array. */
  #before = 0
  /** Of the first that is still there. */
  #head = 0

  /** Answers its place, which it keeps. */
  add(item: Item): number {
    return this.#before + this.#items.push(item) - 1
  }

  /** The place that the next one will have. */
  get end(): number {
    return this.#before + this.#items.length
  }

  at(place: number): Item | undefined {
    return this.#items[place - this.#before]
  }

  remove(place: number): void {
    if (place < this.#before) return
    this.#items[place - this.#before] = undefined
    while (this.#head < this.#items.length && this.#items[this.#head] === undefined) this.#head += 1
    if (this.#head < COMPACT_AFTER && this.#head < this.#items.length) return
    this.#items = this.#items.slice(this.#head)
    this.#before += this.#head
    this.#head = 0
  }

  *[Symbol.iterator](): Generator<Item> {
    for (let place = this.#before + this.#head; place < this.end; place++) {
      const item = this.at(place)
      if (item !== undefined) yield item
    }
  }
}
