/** One problem with an input: where (`contact.id`), and what. */
export interface PathIssue {
  path: string
  message: string
}

/** Input that can never be processed: HTTP 400; on AMQP, parked at once. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly issues: readonly PathIssue[]

  constructor(message: string, issues: readonly PathIssue[] = []) {
    super(message)
    this.issues = issues
  }
}

/** A dependency is temporarily down: HTTP 503 with Retry-After; on AMQP, a wait tier. */
export class Retryable extends Error {
  override readonly name: string = 'Retryable'
}

/** A supposedly impossible state: HTTP 500; on AMQP, parked. Any unknown error counts as one. */
export class Defect extends Error {
  override readonly name = 'Defect'
}
