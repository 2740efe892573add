/** Shifting a long array for every item taken from its head would be slow. */
const COMPACT_AFTER = 1000

/**
 * Items in order of arrival; any may be removed at any time. A Set would do, but it keeps moving to new tables, and its
 * old ones make the garbage collector take long-gone items for live: they outlive the young generation, and cost ten
 * times as much.
 */
export class Line<Item> {
  #items: (Item | undefined)[] = []
  /** How many items have been dropped from the front of the array. */
  #before = 0
  /** Index of the first item that is still there. */
  #head = 0

  /** Returns the item's place, which never changes. */
  add(item: Item): number {
    return this.#before + this.#items.push(item) - 1
  }

  /** The place that the next item will get. */
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
