/**
 * What tests call prompt, ms: so much a machine under load may take for what is done at once. How fast it really is, benchmarks
 * say; a test only tells it from what comes by a timer, a repetition, or never.
 */
export const PROMPT_UNDER_LOAD_MS = 6000
