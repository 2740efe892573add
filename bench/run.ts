import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { comingBack } from './coming-back.ts'
import { deliveries } from './deliveries.ts'
import { demotion } from './demotion.ts'
import { distribution } from './distribution.ts'
import type { Figure } from './figure.ts'
import { freedSlots } from './freed-slots.ts'
import { gatewayEvents } from './gateway-events.ts'
import { inbound } from './inbound.ts'
import { ingest } from './ingest.ts'
import { kills, killsAlone } from './kills.ts'
import { mails } from './mail.ts'
import { manyAgents } from './many-agents.ts'
import { matcher } from './matcher.ts'
import { offerLatency } from './offer-latency.ts'
import { outages } from './outages.ts'
import { queueScale } from './queue-scale.ts'
import { reply } from './reply.ts'
import { rollingRestart } from './rolling-restart.ts'
import { SHARE_OF_LOAD } from './share.ts'
import { slowPhone } from './slow-phone.ts'
import { sockets } from './sockets.ts'
import { startup } from './startup.ts'
import { traces } from './traces.ts'
import { uploads } from './uploads.ts'
import { visitors } from './visitors.ts'
import { whatsapp } from './whatsapp.ts'
import { windows } from './windows.ts'

const benches: Record<string, () => Promise<Figure[]>> = {
  'offer-latency': offerLatency,
  ingest,
  inbound,
  reply,
  'queue-scale': queueScale,
  matcher,
  'many-agents': manyAgents,
  'freed-slots': freedSlots,
  distribution,
  demotion,
  windows,
  outages,
  kills,
  'kills-alone': killsAlone,
  sockets,
  'gateway-events': gatewayEvents,
  'coming-back': comingBack,
  startup,
  traces,
  deliveries,
  uploads,
  visitors,
  mail: mails,
  'rolling-restart': rollingRestart,
  'slow-phone': slowPhone,
  whatsapp
}
const results = new URL('./results/', import.meta.url)

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches)
const unknown = names.filter(name => !benches[name])
if (unknown.length > 0) {
  console.error(`no bench named ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
await mkdir(results, { recursive: true })
for (const name of names) {
  console.log(`\n${name}`)
  const figures = await benches[name]!()
  for (const { goal, what, measured, target, beside } of figures) {
    console.log(`  ${goal} ${what}: ${measured} (target ${target})\n     ${beside}`)
  }
  if (SHARE_OF_LOAD !== 1) continue
  const run = { name, takenAt: new Date().toISOString(), machine: machine(), figures }
  await writeFile(new URL(`${name}.json`, results), `${JSON.stringify(run, undefined, 2)}\n`)
}
await writeFile(new URL('../docs/benchmarks.md', import.meta.url), await table())
process.exit(0)

function machine(): string {
  return `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
}

/** All stored results as one table: the last valid run of each bench. */
async function table(): Promise<string> {
  const files = (await readdir(results)).filter(file => file.endsWith('.json')).sort()
  const runs = await Promise.all(
    files.map(
      async file =>
        JSON.parse(await readFile(new URL(file, results), 'utf8')) as {
          takenAt: string
          machine: string
          figures: Figure[]
        }
    )
  )
  const rows = runs
    .flatMap(({ takenAt, figures }) => figures.map(figure => ({ ...figure, takenAt })))
    .sort((a, b) => Number(a.goal.slice(1)) - Number(b.goal.slice(1)))
    .map(
      ({ goal, what, measured, target, beside, takenAt }) =>
        `| ${goal} | ${what} | ${measured} | ${target} | ${beside} | ${takenAt.slice(0, 10)} |`
    )
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`. Everything runs on one machine, including the load generators, with real RabbitMQ, Redis and',
    'the embedded database. Loads are open-loop, latencies come from HDR histograms. "Context" is what limits a figure, or the',
    'load it was measured under, from the same run.',
    '',
    `Machine: ${runs[0]?.machine ?? 'none yet'}.`,
    '',
    '| Goal | What | Measured | Target | Context | Date |',
    '|---|---|---|---|---|---|',
    ...rows,
    ''
  ].join('\n')
}
