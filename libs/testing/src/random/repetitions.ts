/** Whether `THOROUGH=1` is in the environment. */
export const isThorough: boolean = process.env.THOROUGH === '1'

/** How often to repeat randomised tests: `few` times, or `many` with `THOROUGH=1` in the environment. */
export const repetitions = (few: number, many: number): number => (isThorough ? many : few)
