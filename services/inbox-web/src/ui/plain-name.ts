/** Control characters, and those that turn the direction of what follows: in a name they only deceive. */
const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** A name as it reads: the file that calls itself `exe.png` by a turned direction is shown as what it is. */
export const plainName = (name: string): string => name.replace(DECEIVING, '')
