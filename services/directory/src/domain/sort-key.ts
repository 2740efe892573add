/** Names that differ only in case, accents or form of their letters are the same name, and stand together in lists. */
export const sortKeyOf = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
