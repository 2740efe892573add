/** The environment for a Node process whose clock is `ms` ahead. */
export const withClockOff = (ms: number): NodeJS.ProcessEnv => {
  const shifted = `const R=Date;globalThis.Date=class extends R{constructor(...a){a.length?super(...a):super(R.now()+${ms})}static now(){return R.now()+${ms}}}`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shifted)}` }
}
