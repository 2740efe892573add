/** What the directory keeps a register of: versioned, and listed by name. */
export interface Listed<Fields> {
  _id: string
  version: number
  sortKey: string
  fields: Fields
}

/** What everything listed has: a name, and whether it is in use. */
export interface Named {
  name: string
  active: boolean
}
