// A setting may hold several secrets, separated by commas: the first is used to make new things, and what was made with
// any of them is accepted. So a secret can be rotated without anything being refused on the way.

export const acceptedOf = (secrets: string): readonly string[] => secrets.split(',')

export const currentOf = (secrets: string): string => acceptedOf(secrets)[0]!
