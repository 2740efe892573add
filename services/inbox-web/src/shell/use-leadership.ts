import { useEffect, useState } from 'react'
import { exclusively } from '../api/exclusively.ts'

/** Whether this tab, of all that are open, is the one that rings: the first, and after it the next. */
export function useLeadership(name: string): boolean {
  const [leads, setLeads] = useState(false)
  useEffect(() => {
    const abort = new AbortController()
    const lead = () => {
      setLeads(true)
      // the lock is held until this tab closes or stops asking
      return new Promise<void>(resolve => abort.signal.addEventListener('abort', () => resolve()))
    }
    exclusively(name, lead, abort.signal).catch(() => undefined)
    return () => {
      abort.abort()
      setLeads(false)
    }
  }, [name])
  return leads
}
