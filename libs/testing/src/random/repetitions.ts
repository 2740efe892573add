/** How often to repeat what is left to chance: `few` times, or `many` with `THOROUGH=1` in the environment. */
export const repetitions = (few: number, many: number): number => (process.env.THOROUGH === '1' ? many : few)
