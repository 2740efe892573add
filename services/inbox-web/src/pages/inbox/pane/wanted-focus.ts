import { createStore } from '../../../state/store.ts'

/** The conversation just taken up: its composer takes the focus as soon as it is writable. */
export const wantedFocus = createStore<string | undefined>(undefined)
