import { createStore } from '../../../state/store.ts'

/** The conversation that was just taken up: its composer takes the focus as soon as it can be written in. */
export const wantedFocus = createStore<string | undefined>(undefined)
