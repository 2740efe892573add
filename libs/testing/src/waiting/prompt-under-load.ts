/**
 * What tests call prompt, in ms: how long a machine under load may take for something immediate. Benchmarks measure how
 * fast it really is; a test only distinguishes it from what a timer or a retry brings, or what never comes.
 */
export const PROMPT_UNDER_LOAD_MS = 6000
