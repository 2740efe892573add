/** One thing wrong with an input: where (`contact.id`), and what. */
export interface PathIssue {
  path: string
  message: string
}

/** Input that can never be processed: HTTP 400, AMQP parking at once. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly issues: readonly PathIssue[]

  constructor(message: string, issues: readonly PathIssue[] = []) {
    super(message)
    this.issues = issues
  }
}

/** A dependency is away for now: HTTP 503 with Retry-After, AMQP a wait tier. */
export class Retryable extends Error {
  override readonly name: string = 'Retryable'
}

/** A state that the code holds to be impossible: HTTP 500, AMQP parking. Any unknown error counts as one. */
export class Defect extends Error {
  override readonly name = 'Defect'
}
