const [wanted, nth = '1'] = (process.env.FAIL_POINT ?? '').split('#')
let seen = 0

/**
 * A point where a test can kill the process as a power cut would. `FAIL_POINT=name` dies at the first pass of `name`,
 * `FAIL_POINT=name#3` at the third. Costs one comparison when unset.
 */
export function failPoint(name: string): void {
  if (name !== wanted) return
  seen += 1
  if (seen === Number(nth)) process.kill(process.pid, 'SIGKILL')
}
