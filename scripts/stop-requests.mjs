// When to stop: at Ctrl-C, SIGTERM or a closed terminal, or when our parent process is gone.
/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Calls `listener` with the name of a signal at each request to stop; returns how to stop listening. npm runs us under
 * a shell that dies of signals instead of passing them on: all we notice is that our parent changes.
 * @param {(signal: NodeJS.Signals) => void} listener
 */
export function onStopRequest(listener) {
  for (const signal of SIGNALS) process.on(signal, listener)
  const gone = () => listener('SIGTERM')
  if (process.channel) process.on('disconnect', gone)
  const { npm_lifecycle_event: underNpm } = process.env
  const parent = process.ppid
  const watch = setInterval(() => {
    if (!underNpm || process.ppid === parent) return
    clearInterval(watch)
    gone()
  }, 100)
  watch.unref()
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
    process.off('disconnect', gone)
    clearInterval(watch)
  }
}
