const AT_LATEST_MS = 5000

/** Does the work once the page is loaded and idle; never for visitors who save data. */
export function whenIdle(work: () => void): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  if (connection?.saveData) return
  const later = () =>
    'requestIdleCallback' in window ? requestIdleCallback(work, { timeout: AT_LATEST_MS }) : setTimeout(work, 1000)
  if (document.readyState === 'complete') later()
  else addEventListener('load', later, { once: true })
}
