import { parseArgs } from 'node:util'
import { runLive } from '@inbox/simulators'
import { onStopRequest } from '../stop-requests.mjs'
import { runningSystem } from './running-system.ts'

const options = {
  live: { type: 'boolean' },
  agents: { type: 'string', default: '0' },
  seed: { type: 'string' },
  pace: { type: 'string', default: '1' }
} as const

/**
 * Lets virtual customers write until Ctrl-C; resolves with the exit code: 2 if no system runs or an option is wrong.
 */
export async function live(args: string[]): Promise<number> {
  const wanted = wish(args)
  if (!wanted) return 2
  const demo = await runningSystem()
  if (!demo) return 2
  const stop = new AbortController()
  onStopRequest(() => stop.abort())
  const say = (line: string) => console.log(`${new Date().toTimeString().slice(0, 8)} ${line}`)
  console.log(
    'Customers write one by one and in waves, send pictures, fall silent and come back; some leave the web chat. Ctrl-C stops it; the conversations stay.'
  )
  await runLive({ demo, ...wanted, stop: stop.signal, say })
  return 0
}

function wish(args: string[]) {
  try {
    const { values } = parseArgs({ args, options })
    const number = (name: 'agents' | 'pace' | 'seed', lowest: number) => {
      const value = Number(values[name])
      if (values[name] !== undefined && !(value >= lowest))
        throw new Error(`--${name} must be a number of at least ${lowest}`)
      return value
    }
    const [agents, pace, seed] = [number('agents', 0), number('pace', 0.01), number('seed', 0)]
    return { agents: Math.floor(agents), pace, ...(values.seed !== undefined && { seed }) }
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: npm run demo -- --live [--agents N] [--pace 2] [--seed N]`)
    return undefined
  }
}
