/** Something on this machine stands in the way and its user can change it; the message says what to do. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem'
}
