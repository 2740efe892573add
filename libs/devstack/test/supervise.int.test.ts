import { waitFor } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import { type SuperviseOptions, startSupervised } from '../src/process/supervise.ts'

const node = (script: string): Pick<SuperviseOptions, 'name' | 'command' | 'args' | 'env' | 'isReady'> => ({
  name: 'fixture',
  command: process.execPath,
  args: ['-e', script],
  env: process.env,
  isReady: async () => true
})
const backOff = { firstMs: 20, mostMs: 80, steadyMs: 10_000 }
const forever = 'setInterval(() => {}, 1000)'

describe('supervise', () => {
  test('restarts a killed process, with a new pid', async () => {
    const pids: (number | undefined)[] = []
    await using process = startSupervised({ ...node(forever), respawn: true, backOff, onPid: pid => pids.push(pid) })
    await process.ready()
    const first = process.pid
    await process.kill()
    await waitFor(() => process.pid !== undefined && process.pid !== first)
    expect(pids).toEqual([first, undefined, process.pid])
  })

  test('ends a process that has stopped responding, says so, and starts another', async () => {
    const lines: string[] = []
    let [asked, hangs] = [0, false]
    await using process = startSupervised({
      ...node(forever),
      respawn: true,
      backOff,
      liveness: { answers: async () => ++asked > 0 && !hangs, mostMissed: 3, everyMs: 5 },
      onPid: pid => {
        if (pid === undefined) hangs = false
      },
      log: line => lines.push(line)
    })
    await waitFor(() => asked > 0)
    const first = process.pid
    hangs = true
    await waitFor(() => process.pid !== undefined && process.pid !== first)
    expect(lines).toEqual([
      'fixture has stopped responding; ending it',
      'fixture exited (SIGKILL); restarting in 0.02 s'
    ])
  })

  test('leaves alone a process that has not responded yet, and one that misses a probe now and then', async () => {
    let asked = 0
    await using process = startSupervised({
      ...node(forever),
      respawn: true,
      liveness: { answers: async () => ++asked > 10 && asked % 3 !== 0, mostMissed: 2, everyMs: 1 }
    })
    const first = process.pid
    await waitFor(() => asked > 100)
    expect(process.pid).toBe(first)
  })

  test('waits longer each time a process exits immediately, up to a limit', async () => {
    const lines: string[] = []
    await using _process = startSupervised({
      ...node('process.exit(3)'),
      respawn: true,
      backOff,
      log: line => lines.push(line)
    })
    await waitFor(() => lines.length >= 4)
    const waits = lines.slice(0, 4).map(line => /exited \(exit code 3\); restarting in (.*) s/.exec(line)?.[1])
    expect(waits).toEqual(['0.02', '0.04', '0.08', '0.08'])
  })

  test('without respawn, does not start it again until restart', async () => {
    await using process = startSupervised({ ...node(forever), respawn: false })
    await process.ready()
    await process.kill()
    await waitFor(() => process.pid === undefined)
    await process.restart()
    expect(process.pid).toBeDefined()
  })

  test('ready rejects with the last lines if the process exits first', async () => {
    await using process = startSupervised({
      ...node('console.log("no luck today"); process.exitCode = 1'),
      isReady: async () => false,
      respawn: false
    })
    await expect(process.ready()).rejects.toThrow(/exit code 1[\s\S]*no luck today/)
  })

  test('ready gives up on a process that keeps exiting', async () => {
    await using process = startSupervised({
      ...node('process.exit(78)'),
      isReady: async () => false,
      respawn: true,
      backOff
    })
    await expect(process.ready()).rejects.toThrow('fixture exited before it was ready (exit code 78)')
  })

  test('stops a process that ignores SIGTERM, and a paused one', async () => {
    const stubborn = startSupervised({
      ...node(`process.on("SIGTERM", () => {}); console.log("up"); ${forever}`),
      respawn: true,
      graceMs: 100
    })
    await waitFor(() => stubborn.output().includes('up'))
    await stubborn.stop()
    expect(stubborn.pid).toBeUndefined()
    const paused = startSupervised({ ...node(forever), respawn: true, graceMs: 5000 })
    await paused.ready()
    paused.pause()
    await paused.stop()
    expect(paused.pid).toBeUndefined()
  })

  test('a command that does not exist counts as an exited process, not an exception', async () => {
    await using process = startSupervised({
      ...node(''),
      command: '/nowhere/at-all',
      isReady: async () => false,
      respawn: false
    })
    await expect(process.ready()).rejects.toThrow(/exited before it was ready/)
  })
})
