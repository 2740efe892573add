import { Defect } from './failure.ts'

/** Ends a switch over a union: fails to compile if a case is missing. Its error is logged: it only names the kind. */
export function unreachable(value: never): never {
  const { type, kind } = value as { type?: unknown; kind?: unknown }
  throw new Defect(`unreachable: ${type ?? kind ?? typeof value}`)
}
