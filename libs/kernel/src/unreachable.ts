import { Defect } from './failure.ts'

/** Ends a switch over a union: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new Defect(`unreachable: ${JSON.stringify(value)}`)
}
