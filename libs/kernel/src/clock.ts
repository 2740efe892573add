/** Where time comes from; passed in, so that tests run days in milliseconds. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
