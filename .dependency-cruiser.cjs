/** The boundaries between parts of the code: what each may know. `npm run check` enforces them. */
/** What runs, fills and judges the system during development; none of it is in an image. */
const DEVELOPMENT =
  '^libs/(devstack|simulators|history-checker|testing|whatsapp-double|mail-double|double-pages)/|^scripts/'
const TESTS = '\\.test\\.ts$|/test/|^tests/|^bench/'
const SERVICE = '^services/(?!inbox-web/|webchat-widget/)([^/]+)/src/'
const DRIVERS = {
  amqplib: '^libs/messaging/',
  mongoose: '^libs/(storage|embedded-mongo)/',
  ioredis: '^libs/storage/',
  express: '^libs/http/',
  '@opentelemetry': '^libs/telemetry/'
}

module.exports = {
  forbidden: [
    {
      name: 'services-do-not-know-each-other',
      comment:
        'A service that imports another can no longer run or change alone. Instead: listen to its events, send it a ' +
        'command, or ask it over HTTP, with the schemas in libs/contracts.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: TESTS },
      to: { path: '^services/', pathNot: '^services/$1/' }
    },
    {
      name: 'libs-do-not-know-services',
      comment: 'Libs are below services. Instead: pass in what the lib needs, or move the code into the service.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^services/' }
    },
    {
      name: 'domain-is-pure',
      comment:
        'domain/ decides without clock, randomness, I/O or framework; so it imports only domain/ and ' +
        '@inbox/kernel (and what is pure: node:crypto, node:zlib and node:util for hashes and comparison, any-ascii for letters, @zxcvbn-ts for passwords). Instead: take the value as an argument and fetch it in inbound/ or store/.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/domain/', pathNot: TESTS },
      to: {
        pathNot:
          '^services/[^/]+/src/domain/|^libs/kernel/|^libs/contracts/|^(node:)?(crypto|zlib|util)$|^node_modules/(any-ascii|@zxcvbn-ts)/'
      }
    },
    {
      name: 'services-have-one-shape',
      comment:
        'Whoever knows one service knows all. At the root of src only main, config and service; below it only inbound/ ' +
        '(what wakes it), application/ (use cases), domain/ (decides), store/ and outbound/; channel-adapters has a folder ' +
        'per kind in channels/ as well. Instead: move the file into the layer that it is part of.',
      severity: 'error',
      from: {},
      to: {
        path: SERVICE,
        pathNot:
          '/src/(main|config|service)\\.ts$|/src/(inbound|application|domain|store|outbound)/|^services/channel-adapters/src/channels/'
      }
    },
    {
      name: 'application-does-not-know-what-wakes-it',
      comment:
        'A use case runs the same whether HTTP, a message or a timer calls it. Instead: let inbound/ call the use case, ' +
        'and give it what it needs as an argument.',
      severity: 'error',
      from: { path: `${SERVICE}application/`, pathNot: TESTS },
      to: { path: '^services/[^/]+/src/inbound/' }
    },
    {
      name: 'store-and-outbound-know-only-domain',
      comment:
        'Storing and telling are ends of a chain: neither decides what happens next. Instead: let application/ load, ' +
        'decide, store and tell, in this order; move a type that both ends need into domain/.',
      severity: 'error',
      from: {
        path: `${SERVICE}(store|outbound)/`,
        pathNot: TESTS
      },
      to: { path: '^services/[^/]+/src/', pathNot: '^services/[^/]+/src/(($2|domain)/|config\\.ts$)' }
    },
    {
      name: 'stores-know-no-http',
      comment:
        'What is stored does not depend on who asked for it, or how. Instead: take the values of the call as arguments, ' +
        'and translate them in inbound/.',
      severity: 'error',
      from: { path: `${SERVICE}(store|domain)/`, pathNot: TESTS },
      to: { path: '^libs/http/' }
    },
    {
      name: 'only-service-composes',
      comment:
        'Configuration is read and the parts are put together at the root, so that each part can run without it in a ' +
        'test. Instead: pass in the values and parts that are needed.',
      severity: 'error',
      from: { path: `${SERVICE}(inbound|application|domain|store|outbound|channels)/`, pathNot: TESTS },
      to: { path: '^services/[^/]+/src/(main|config|service)\\.ts$', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'domain-takes-only-types-of-contracts',
      comment:
        'Schemas parse at the edges; by the time the domain sees a value it is parsed. Instead: `import type`, and parse in inbound/.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/domain/', pathNot: TESTS },
      to: { path: '^libs/contracts/', dependencyTypesNot: ['type-only'] }
    },
    ...Object.entries(DRIVERS).map(([driver, home]) => ({
      name: `${driver}-enters-through-one-lib`,
      comment: `How ${driver} fails and recovers is known in one place (${home}). Instead: use what that lib exports, or extend it. (bench/ measures the driver itself as its baseline.)`,
      severity: 'error',
      from: { pathNot: `${home}|^bench/` },
      to: { path: `^node_modules/${driver}/` }
    })),
    {
      name: 'tests-stay-outside',
      comment: 'What runs in production must not need the tests. Instead: move what is needed into src/.',
      severity: 'error',
      from: { pathNot: `${TESTS}|${DEVELOPMENT}` },
      to: { path: `${TESTS}|${DEVELOPMENT}` }
    },
    {
      name: 'no-cycles',
      comment: 'Files in a cycle can only be understood together. Instead: move what both need into a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    {
      name: 'folders-say-what-they-hold',
      comment:
        'Such a name holds anything, so it ends up holding everything. Instead: name the folder after its content.',
      severity: 'error',
      from: {},
      to: {
        path: '(^|/)(utils?|helpers?|common|shared|types|interfaces|impl|managers?)(/|\\.ts$)',
        pathNot: 'node_modules'
      }
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere: a typo, or a package missing from package.json.',
      severity: 'error',
      // pages import page.js from where they are served
      from: { pathNot: '^libs/[^/]+/page/' },
      to: { couldNotResolve: true }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json']
    }
  }
}
