import { double, integer } from '../values/arithmetic.ts'
import { Decimal128 } from '../values/bson.ts'
import { compare, isNumber, toNumber } from '../values/compare.ts'
import { addDecimals, type Decimal, fromDecimal, toDecimal } from '../values/decimal.ts'
import { typeName } from '../values/type-names.ts'

/** Sums exactly: integers as integers, doubles with their rounding errors, decimals as decimals. */
class Sum {
  #whole = 0n
  #double = 0
  #lost = 0
  #decimal: Decimal | undefined
  #special = 0
  #hasDouble = false
  #hasLong = false

  add(value: unknown): void {
    if (!isNumber(value)) return
    if (value instanceof Decimal128) this.#addDecimal(value)
    else if (typeof value === 'bigint' || typeName(value) === 'int') {
      this.#whole += BigInt(value as number)
      this.#hasLong ||= typeof value === 'bigint'
    } else this.#addDouble(toNumber(value))
  }

  #addDouble(value: number): void {
    this.#hasDouble = true
    const sum = this.#double + value
    if (Number.isFinite(sum)) {
      this.#lost += Math.abs(this.#double) >= Math.abs(value) ? this.#double - sum + value : value - sum + this.#double
    }
    this.#double = sum
  }

  #addDecimal(value: unknown): void {
    const decimal = toDecimal(value)
    this.#decimal ??= { digits: 0n, exponent: 0 }
    if (typeof decimal === 'number') this.#special += decimal
    else this.#decimal = addDecimals(this.#decimal, decimal)
  }

  get total(): unknown {
    const number = Number(this.#whole) + (this.#double + (Number.isFinite(this.#double) ? this.#lost : 0))
    if (this.#decimal) {
      const special = this.#special + (Number.isFinite(this.#double) ? 0 : this.#double)
      if (special !== 0) return Decimal128.fromString(String(special))
      const exact = [{ digits: this.#whole, exponent: 0 }, toDecimal(this.#double + this.#lost) as Decimal]
      return fromDecimal(exact.reduce(addDecimals, this.#decimal))
    }
    if (this.#hasDouble) return double(number)
    const total = integer(this.#whole)
    return total === undefined ? double(number) : this.#hasLong ? this.#whole : total
  }
}

export function total(values: readonly unknown[]): unknown {
  const sum = new Sum()
  for (const value of values) sum.add(value)
  return sum.total
}

/** The greatest value that is neither null nor missing; null if there is none. */
export function maximum(values: readonly unknown[]): unknown {
  let best: unknown = null
  for (const value of values) {
    if (value === null || value === undefined) continue
    if (best === null || compare(value, best) > 0) best = value
  }
  return best
}
