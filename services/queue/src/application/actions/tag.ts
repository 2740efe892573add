import { ok } from '@inbox/kernel'
import type { Action } from '../action.ts'

/** Replaces all tags. */
export const tag: Action<{ tags: string[] }> = ({ input: { tags } }) => ok({ type: 'tag', tags })
