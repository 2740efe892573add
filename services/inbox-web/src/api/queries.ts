import { QueryClient } from '@tanstack/react-query'
import { Refusal } from './refusal.ts'

const RETRIES = 3

/** What was read over HTTP, except lists of conversations, which are in src/live. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // a refusal stays a refusal
      retry: (failures, error) => !(error instanceof Refusal) && failures < RETRIES
    }
  }
})
