import { parse, stringify } from 'yaml'

/** The Prometheus alerts as a manifest for its operator. */
export function prometheusRule(alerts: string): string {
  const manifest = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'service-inbox' },
    spec: parse(alerts)
  }
  return `# Written by npm run spec from deploy/observability/prometheus/alerts.yml: change that, not this.\n${stringify(manifest, { lineWidth: 0 })}`
}
