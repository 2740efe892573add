/** Names that differ only in case, accents or Unicode form count as the same name and sort together. */
export const sortKeyOf = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
