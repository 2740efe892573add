import { QueryClient } from '@tanstack/react-query'
import { Refusal } from './refusal.ts'

const RETRIES = 3

/** What was asked over HTTP; lists of conversations are not here but in src/live. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // a no stays a no
      retry: (failures, error) => !(error instanceof Refusal) && failures < RETRIES
    }
  }
})
