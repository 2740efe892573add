/** What the directory keeps a register of: versioned, and listed by name. */
export interface Listed<Fields> {
  _id: string
  version: number
  sortKey: string
  fields: Fields
}
