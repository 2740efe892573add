import { ok } from '@inbox/kernel'
import type { Action } from '../action.ts'

/** These tags and no others. */
export const tag: Action<{ tags: string[] }> = ({ input: { tags } }) => ok({ type: 'tag', tags })
