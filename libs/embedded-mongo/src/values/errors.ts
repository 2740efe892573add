import { type Doc, Double, documentOf } from './bson.ts'

/** MongoDB's names of its codes; the others are named by their location in its sources. */
const codeNames = new Map(
  `1 InternalError, 2 BadValue, 4 NoSuchKey, 8 UnknownError, 9 FailedToParse, 13 Unauthorized, 14 TypeMismatch,
  15 Overflow, 16 InvalidLength, 20 IllegalOperation, 22 InvalidBSON, 26 NamespaceNotFound, 27 IndexNotFound,
  28 PathNotViable, 40 ConflictingUpdateOperators, 43 CursorNotFound, 48 NamespaceExists, 50 MaxTimeMSExpired,
  52 DollarPrefixedFieldName, 53 InvalidIdField, 54 NotSingleValueField, 55 InvalidDBRef, 56 EmptyFieldName,
  59 CommandNotFound, 66 ImmutableField, 67 CannotCreateIndex, 72 InvalidOptions, 73 InvalidNamespace,
  85 IndexOptionsConflict, 86 IndexKeySpecsConflict, 91 ShutdownInProgress, 100 UnsatisfiableWriteConcern,
  146 ExceededMemoryLimit, 168 InvalidPipelineOperator, 171 CannotIndexParallelArrays, 175 QueryPlanKilled, 189 PrimarySteppedDown,
  197 InvalidIndexSpecificationOption, 225 TransactionTooOld, 238 NotImplemented, 352 UnsupportedOpQueryCommand,
  10107 NotWritablePrimary, 10334 BSONObjectTooLarge, 11000 DuplicateKey,
  11600 InterruptedAtShutdown, 11602 InterruptedDueToReplStateChange, 13435 NotPrimaryNoSecondaryOk,
  13436 NotPrimaryOrSecondary`
    .split(/,\s+/)
    .map(entry => entry.split(' ') as [string, string])
)

/** An error for clients: MongoDB's code with its name, and fields such as `keyPattern`. */
export class MongoError extends Error {
  readonly code: number
  readonly details: Doc

  constructor(code: number, message: string, details: Doc = {}) {
    super(message)
    this.code = code
    this.details = details
  }

  get codeName(): string {
    return codeNames.get(String(this.code)) ?? `Location${this.code}`
  }
}

export function fail(code: number, message: string, details?: Doc): never {
  throw new MongoError(code, message, details)
}

/** Refuses what MongoDB can do and this server cannot. */
export function refuse(what: string): never {
  return fail(238, `${what} is not supported by the embedded development database`)
}

/** An error as reported to a client. */
export function errorReply(error: unknown): Doc {
  const known =
    error instanceof MongoError ? error : new MongoError(1, `defect in the embedded database: ${String(error)}`)
  return documentOf({
    ok: new Double(0),
    errmsg: known.message,
    code: known.code,
    codeName: known.codeName,
    ...known.details
  })
}
