/** The source of time; passed in, so that tests can run through days in milliseconds. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
