import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse, parseAllDocuments } from 'yaml'
import { oidcConfigOf, readConfig as readDirectoryConfig } from '../../services/directory/src/config.ts'

type Environment = Record<string, string>

/** How a service is started: `all` = with all optional settings, otherwise only with the required ones. */
type Deployment = (service: string, all: boolean) => Environment

const root = join(import.meta.dirname, '../..')
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')
const services = readdirSync(join(root, 'services')).filter(name =>
  existsSync(join(root, 'services', name, 'src/main.ts'))
)

/** A plausible value of the variable. */
function exampleOf(name: string): string {
  if (/_EMAIL$/.test(name)) return 'somebody@example.com'
  if (/_(URL|ISSUER|ORIGINS|ENDPOINT)$/.test(name)) return 'https://inbox.example.com'
  if (/^SETTINGS_KEY/.test(name)) return Buffer.alloc(32, 1).toString('base64')
  if (name === 'VAPID_PRIVATE_KEY') return Buffer.alloc(32, 1).toString('base64url')
  if (name === 'VAPID_SUBJECT') return 'mailto:somebody@example.com'
  if (/_BYTES$/.test(name)) return '1000000'
  if (/_DAYS$/.test(name)) return '7'
  if (name === 'CHANNEL_KINDS') return 'api'
  if (name === 'LOG_LEVEL') return 'info'
  if (name === 'TRUSTED_PROXIES' || name === 'OUTBOUND_ALLOWED_NETWORKS') return 'loopback'
  return 'a-secret-of-more-than-thirty-two-characters'
}

const compose: Deployment = (service, all) => {
  const file: { services: Record<string, { environment: Environment }> } = parse(textOf('docker-compose.yml'), {
    merge: true
  })
  const filled = (text: string) =>
    text
      .replace(/\$\{(\w+):\?[^}]*\}/g, (_, name: string) => exampleOf(name))
      .replace(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, standard: string) => (all ? exampleOf(name) : standard))
  const settings = Object.entries(file.services[service]!.environment)
  return Object.fromEntries(settings.map(([name, value]) => [name, filled(value)]))
}

interface Variable {
  name: string
  valueFrom: { secretKeyRef: { key: string; optional?: boolean } }
}

const settingsOf = (path: string): Environment =>
  Object.fromEntries(
    textOf(path)
      .split('\n')
      .filter(line => /^\w+=/.test(line))
      .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  )

/** The base with the secrets of the development overlay. */
const kubernetes: Deployment = (service, all) => {
  const [deployment] = parseAllDocuments(textOf(`k8s/base/${service}.yaml`)).map(each => each.toJS())
  const variables: Variable[] = deployment.spec.template.spec.containers[0].env
  const secrets = settingsOf('k8s/overlays/dev/secrets.env')
  const settings = Object.entries(settingsOf('k8s/base/settings.env'))
  return {
    ...Object.fromEntries(settings.map(([name, value]) => [name, value || (all ? exampleOf(name) : '')])),
    ...Object.fromEntries(
      variables
        .filter(({ valueFrom }) => all || !valueFrom.secretKeyRef.optional)
        .map(({ name, valueFrom: { secretKeyRef } }) => [
          name,
          secrets[secretKeyRef.key] ?? (secretKeyRef.optional ? exampleOf(name) : '')
        ])
    )
  }
}

/** Runs `read` with only this environment and what an image adds to it. */
async function inImage<T>(environment: Environment, read: () => T | Promise<T>): Promise<T> {
  const kept = process.env
  process.env = { ...environment, NODE_ENV: 'production', HOST: '0.0.0.0' }
  try {
    return await read()
  } finally {
    process.env = kept
  }
}

const readConfigOf = async (service: string): Promise<object> =>
  (await import(`../../services/${service}/src/config.ts`)).readConfig()

describe.each([
  ['docker compose', compose],
  ['Kubernetes', kubernetes]
])('%s', (_, deployment) => {
  test.each(services)('gives %s everything it needs', async service => {
    await inImage(deployment(service, false), () => readConfigOf(service))
  })

  test('can tell the directory about an identity provider', async () => {
    expect(await inImage(deployment('directory', false), () => oidcConfigOf(readDirectoryConfig()))).toBeUndefined()
    const provider = await inImage(deployment('directory', true), () => oidcConfigOf(readDirectoryConfig()))
    expect(provider).toMatchObject({ issuer: 'https://inbox.example.com', insecure: false })
  })
})

test.each(services)('docker compose sets nothing for %s that it does not read', async service => {
  const environment = compose(service, true)
  const known = await inImage(environment, () => readConfigOf(service))
  // these are read before there is a configuration
  expect([...Object.keys(known), 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER_ARG']).toEqual(
    expect.arrayContaining(Object.keys(environment))
  )
})

test('with docker compose the logs of running services cannot fill the disk', () => {
  const file: { services: Record<string, { restart?: string; logging?: { options: object } }> } = parse(
    textOf('docker-compose.yml'),
    { merge: true }
  )
  const running = Object.entries(file.services).filter(([, { restart }]) => restart)
  const unbounded = running.filter(([, { logging }]) => !logging || !('max-size' in logging.options))
  expect(running.length).toBeGreaterThan(services.length)
  expect(unbounded.map(([name]) => name)).toEqual([])
})

test('the images of all services have the same layers: which one it is, is set after the last file', () => {
  const lines = textOf('deploy/docker/Dockerfile').split('\n')
  const told = lines.findIndex(line => /^ARG SERVICE\b/.test(line))
  const lastFile = lines.findLastIndex(line => /^COPY /.test(line))
  expect(lastFile).toBeGreaterThan(0)
  expect(told).toBeGreaterThan(lastFile)
  const earlier = lines.slice(0, told).filter(line => /SERVICE/.test(line) && !/^#|^CMD/.test(line))
  expect(earlier).toEqual([])
})

test('.env.example lists what docker compose asks for', () => {
  const asked = [...textOf('docker-compose.yml').matchAll(/\$\{(\w+):/g)].map(([, name]) => name)
  const optional = ['LOG_LEVEL', 'OTEL_EXPORTER_OTLP_ENDPOINT']
  expect(Object.keys(settingsOf('.env.example'))).toEqual(
    expect.arrayContaining(asked.filter(name => !optional.includes(name!)))
  )
})

describe('metrics cannot be reached from outside', () => {
  const manifestsOf = (path: string) => parseAllDocuments(textOf(path)).map(each => each.toJS())
  const { METRICS_PORT } = settingsOf('k8s/base/settings.env')

  test.each(services)('of %s in Kubernetes: they have a port of their own, which only Prometheus finds', service => {
    const [deployment, { spec }] = manifestsOf(`k8s/base/${service}.yaml`)
    const { metadata, spec: pod } = deployment.spec.template
    expect(metadata.annotations['prometheus.io/port']).toBe(METRICS_PORT)
    expect(pod.containers[0].ports).toContainEqual({ name: 'metrics', containerPort: Number(METRICS_PORT) })
    expect(spec.ports.map(({ targetPort }: { targetPort: string }) => targetPort)).toEqual(['http'])
  })

  test('in Kubernetes: policies and ingress admit only Prometheus', () => {
    const policies = manifestsOf('k8s/components/network-policies/policies.yaml')
    const opening = policies.filter(({ spec }) => JSON.stringify(spec.ingress ?? []).includes('"metrics"'))
    expect(opening.map(({ metadata }) => metadata.name)).toEqual(['metrics'])
    expect(opening[0].spec.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'inbox/metrics': 'true' } } }],
        ports: [{ port: 'metrics' }]
      }
    ])
    expect(textOf('k8s/overlays/prod/ingress.yaml')).not.toContain('metrics')
  })

  test('with docker compose: it publishes no service’s metrics port', () => {
    const file: { services: Record<string, { ports?: string[] }> } = parse(textOf('docker-compose.yml'), {
      merge: true
    })
    for (const service of services) {
      const { METRICS_PORT: port } = compose(service, false)
      expect(Number(port)).toBeGreaterThan(0)
      expect((file.services[service]!.ports ?? []).filter(each => each.endsWith(`:${port}`))).toEqual([])
    }
  })
})

describe('in Kubernetes, the policies obstruct nobody', () => {
  interface Rule {
    from?: { podSelector: { matchExpressions: { values: string[] }[] } }[]
    to: { podSelector?: { matchLabels: Record<string, string> }; ipBlock?: { cidr: string; except: string[] } }[]
    ports: object[]
  }
  const policies = parseAllDocuments(textOf('k8s/components/network-policies/policies.yaml')).map(each => each.toJS())
  const named = (name: string) => policies.find(({ metadata }) => metadata.name === name)?.spec
  const settingNames = async (service: string) =>
    Object.keys(await inImage(kubernetes(service, true), () => readConfigOf(service)))
  const urlOf = (service: string) => `${service.toUpperCase().replaceAll('-', '_')}_URL`
  const fromOutside: string[] = named('public').podSelector.matchExpressions[0].values

  test.each(services)('%s may reach every service whose address it is given, and is admitted there', async service => {
    const told = await settingNames(service)
    const called = services.filter(each => told.includes(urlOf(each)))
    const out: Rule[] = named(`from-${service}`).egress
    const letOut = out.map(({ to }) => to[0]!.podSelector!.matchLabels['app.kubernetes.io/name'])
    expect(letOut).toEqual(expect.arrayContaining(called))
    for (const each of called.filter(one => !fromOutside.includes(one)))
      expect(named(`to-${each}`).ingress[0].from[0].podSelector.matchExpressions[0].values).toContain(service)
  })

  test('a service that calls addresses entered by administrators reaches any port outside: of mail, of HTTPS, or one chosen by them', async () => {
    const calling = []
    for (const service of services)
      if ((await settingNames(service)).includes('OUTBOUND_ALLOWED_NETWORKS')) calling.push(service)
    const { podSelector, egress } = named('to-providers')
    expect(podSelector.matchExpressions[0].values.toSorted()).toEqual(calling.toSorted())
    const { to, ports }: Rule = egress[0]
    expect(to[0]!.ipBlock).toMatchObject({ cidr: '0.0.0.0/0', except: expect.arrayContaining(['10.0.0.0/8']) })
    expect(ports).toEqual([{ protocol: 'TCP', port: 1, endPort: 65_535 }])
  })
})

describe('operators can see what happens', () => {
  const file: { services: Record<string, { image?: string; profiles?: string[]; networks: string[] }> } = parse(
    textOf('docker-compose.yml'),
    { merge: true }
  )

  test('with docker compose: Prometheus and the trace collector are in every service’s network, in exact versions', () => {
    const observing = Object.entries(file.services).filter(([, { profiles }]) => profiles?.includes('observability'))
    expect(observing.map(([name]) => name)).toEqual(['grafana', 'jaeger', 'otel-collector', 'prometheus'])
    for (const [name, { image, networks }] of observing) {
      expect([name, image]).toEqual([name, expect.stringMatching(/:v?\d+\.\d+\.\d+$/)])
      expect([name, networks]).toEqual([name, expect.arrayContaining(['inside'])])
    }
    for (const service of services) expect(file.services[service]!.networks).toContain('inside')
    const { scrape_configs: jobs } = parse(textOf('deploy/observability/prometheus/prometheus.yml'))
    const { METRICS_PORT } = compose('queue', false)
    expect(jobs[0].static_configs[0].targets).toEqual(services.map(name => `${name}:${METRICS_PORT}`))
  })

  test('in Kubernetes: the policies let traces out, and stores be reached over TLS', () => {
    const policies = parseAllDocuments(textOf('k8s/components/network-policies/policies.yaml')).map(each => each.toJS())
    const traces = policies.find(({ metadata }) => metadata.name === 'traces')
    expect(traces.spec).toMatchObject({
      podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'service-inbox' } },
      egress: [{ ports: [{ port: 4318 }] }]
    })
    const text = textOf('k8s/components/network-policies/policies.yaml') + textOf('k8s/overlays/prod/stores.yaml')
    for (const [plain, tls] of [
      [5672, 5671],
      [6379, 6380]
    ]) {
      const count = (port: number | undefined) => text.split(`port: ${port}\n`).length
      expect(count(tls)).toBe(count(plain))
    }
  })

  test('in Kubernetes: the Prometheus operator finds every pod’s port', () => {
    const monitor = parse(textOf('k8s/components/monitoring/pod-monitor.yaml'))
    expect(monitor.spec.podMetricsEndpoints).toEqual([{ port: 'metrics', interval: '15s' }])
    expect(monitor.spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/part-of': 'service-inbox' })
  })
})
