/** Runs in a worker: browsers delay the timers of hidden tabs, by up to a minute each, but not those of workers. */
const EVERY_MS = 500

setInterval(() => postMessage(undefined), EVERY_MS)
