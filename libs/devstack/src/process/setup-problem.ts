/** An obstacle on this machine that its user can remove; the message says how. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem'
}
