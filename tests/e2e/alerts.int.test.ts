import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolvePromtool, SetupProblem } from '@inbox/devstack'
import { expect, test } from '@jest/globals'
import { alerts } from './named-metrics.ts'

const cwd = join(import.meta.dirname, '../../deploy/observability/prometheus')
const promtool = await resolvePromtool().catch((error: unknown) => {
  if (!(error instanceof SetupProblem)) throw error
  console.warn(`NOT CHECKED whether alerts fire: ${error.message}`)
})

const testWithPromtool = promtool ? test : test.skip
testWithPromtool('every alert fires on a recorded series, and not at its beginning', () => {
  const recorded = [...readFileSync(join(cwd, 'alerts.test.yml'), 'utf8').matchAll(/- name: (\w+)/g)]
  expect(recorded.map(([, name]) => name)).toEqual(alerts.map(({ alert }) => alert))
  const { status, stdout, stderr } = spawnSync(promtool!, ['test', 'rules', 'alerts.test.yml'], {
    ...{ cwd, encoding: 'utf8' }
  })
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' })
})
