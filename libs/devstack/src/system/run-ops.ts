import { execFile } from 'node:child_process'
import { opsProgram, repositoryRoot } from '../process/node-program.ts'

interface Ended {
  code: number
  stdout: string
  stderr: string
}

/** Runs what `npm run ops` runs, without npm, which takes longer than most commands. */
export function runOps(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const program = opsProgram(env)
  return new Promise(resolve =>
    execFile(
      program.command,
      [...program.args, ...args],
      { cwd: repositoryRoot, env: program.env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr })
    )
  )
}
