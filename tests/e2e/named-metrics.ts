import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const folder = join(import.meta.dirname, '../../deploy/observability')

export interface Alert {
  alert: string
  expr: string
  annotations: { runbook: string }
}

export const alerts: readonly Alert[] = parse(
  readFileSync(join(folder, 'prometheus/alerts.yml'), 'utf8')
).groups.flatMap(({ rules }: { rules: Alert[] }) => rules)

interface Dashboard {
  uid: string
  title: string
  templating: { list: { query: { query: string } }[] }
  panels: { title: string; targets: { expr: string }[] }[]
}

export const dashboards: readonly Dashboard[] = readdirSync(join(folder, 'grafana/dashboards')).map(file =>
  JSON.parse(readFileSync(join(folder, 'grafana/dashboards', file), 'utf8'))
)

/** The queries of alerts and dashboards. */
const questions = () => [
  ...alerts.map(({ expr }) => expr),
  ...dashboards.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))),
  ...dashboards.flatMap(({ templating }) => templating.list.map(({ query }) => query.query))
]

const NO_METRICS = ['and', 'or', 'unless', 'bool', 'up']

/** The metrics named in some PromQL, histograms without their suffix. */
export function metricsIn(promql: string): string[] {
  const bare = promql
    .replace(/"[^"]*"|\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right) *\([^)]*\)/g, ' ')
    .replace(/label_values\(([^,]*),[^)]*\)/g, '$1')
  const names = [...bare.matchAll(/\b[a-z][a-z0-9_]*\b(?! *\()/g)].map(([name]) => name)
  return names.filter(name => !NO_METRICS.includes(name)).map(name => name.replace(/_(bucket|sum|count)$/, ''))
}

export const namedMetrics = (): string[] => [...new Set(questions().flatMap(metricsIn))].toSorted()
