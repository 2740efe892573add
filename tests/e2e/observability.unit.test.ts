import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { alerts, dashboards, metricsIn } from './named-metrics.ts'

const root = join(import.meta.dirname, '../..')
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')
const anchorOf = (heading: string) => heading.toLowerCase().replaceAll(' ', '-')

test('every alert links to a section of the runbooks, and every section is linked to', () => {
  const sections = [...textOf('docs/runbooks.md').matchAll(/^## (.+)$/gm)].map(([, heading]) => anchorOf(heading!))
  const named = alerts.map(({ annotations }) => annotations.runbook.replace('docs/runbooks.md#', ''))
  expect([...new Set(named)].toSorted()).toEqual(sections.toSorted())
})

test('dashboards have unique names, and every panel has a query', () => {
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(6)
  for (const { panels } of dashboards)
    for (const { title, targets } of panels)
      expect([title, targets.flatMap(({ expr }) => metricsIn(expr))]).not.toEqual([title, []])
})

test('the names of metrics are found in PromQL, and nothing else', () => {
  const promql =
    'histogram_quantile(0.9, sum by (le, department) (rate(a_seconds_bucket{outcome="b_c"}[$__rate_interval]))) > 0.2 * max(d_total) and e'
  expect(metricsIn(promql)).toEqual(['a_seconds', 'd_total', 'e'])
})
