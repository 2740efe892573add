/** A document in one of the directory's registers: versioned and listed by name. */
export interface Listed<Fields> {
  _id: string
  version: number
  sortKey: string
  fields: Fields
}

/** What everything in a register has: a name, and whether it is in use. */
export interface Named {
  name: string
  active: boolean
}
