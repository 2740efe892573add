/** Control characters and those that change the writing direction: in a name they only deceive. */
const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** A name without tricks: a file that pretends to be `exe.png` by reversed direction is shown as what it is. */
export const plainName = (name: string): string => name.replace(DECEIVING, '')
