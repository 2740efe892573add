import { listSignInMethods } from '@inbox/contracts'
import { useQuery } from '@tanstack/react-query'
import { request } from './request.ts'

/** How people can sign in here; undefined until known. */
export const useSignInMethods = () =>
  useQuery({ queryKey: ['sign-in-methods'], queryFn: () => request(listSignInMethods, {}) }).data
