import { parseArgs } from 'node:util'
import { runLive } from '../../libs/simulators/src/index.ts'
import { onStopRequest } from '../stop-requests.mjs'
import { runningSystem } from './running-system.mjs'

const options = {
  live: { type: 'boolean' },
  agents: { type: 'string', default: '0' },
  seed: { type: 'string' },
  pace: { type: 'string', default: '1' }
}

/** Lets virtual customers write until Ctrl-C; answers the exit code: 0, or 2 if no system runs or an option is wrong. */
export async function live(args) {
  const wanted = wish(args)
  if (!wanted) return 2
  const demo = await runningSystem()
  if (!demo) return 2
  const stop = new AbortController()
  onStopRequest(() => stop.abort())
  const say = line => console.log(`${new Date().toTimeString().slice(0, 8)} ${line}`)
  console.log(
    'Customers write alone and in waves, send pictures, fall silent, come back; in web chat some give up and leave. Ctrl-C ends it; what has happened stays.'
  )
  await runLive({ demo, ...wanted, stop: stop.signal, say })
  return 0
}

function wish(args) {
  try {
    const { values } = parseArgs({ args, options })
    const number = (name, lowest) => {
      const value = Number(values[name])
      if (values[name] !== undefined && !(value >= lowest)) throw new Error(`--${name} must be a number from ${lowest}`)
      return value
    }
    const [agents, pace, seed] = [number('agents', 0), number('pace', 0.01), number('seed', 0)]
    return { agents: Math.floor(agents), pace, ...(values.seed !== undefined && { seed }) }
  } catch (error) {
    console.error(`${error.message}\nUsage: npm run demo -- --live [--agents N] [--pace 2] [--seed N]`)
    return undefined
  }
}
