// Secrets are set as texts that may hold several, by commas: what is new is made with the first, and what was made with any of
// them is accepted. So one takes the place of another without anything being refused on the way.

export const acceptedOf = (secrets: string): readonly string[] => secrets.split(',')

export const currentOf = (secrets: string): string => acceptedOf(secrets)[0]!
