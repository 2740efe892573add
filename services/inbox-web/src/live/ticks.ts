/** Runs in a worker: browsers hold back the timers of tabs that nobody looks at, up to a minute each, but not those of workers. */
const EVERY_MS = 500

setInterval(() => postMessage(undefined), EVERY_MS)
