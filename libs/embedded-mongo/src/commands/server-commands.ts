import { type Doc, Document, documentOf, ObjectId } from '../values/bson.ts'
import { toNumber } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { type Command, type Context, replicaSetName } from './command.ts'

const startedAt = Date.now()
const processId = new ObjectId()
const version = [7, 0, 0, 0]
const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20)

/** Handshake, health and bookkeeping. */
export const serverCommands: Record<string, Command> = {
  hello: { fields: '*', run: hello },
  isMaster: { fields: '*', run: hello },
  ismaster: { fields: '*', run: hello },
  ping: { fields: 'ping:any', run: () => new Document() },
  buildInfo: { fields: 'buildInfo:any', run: buildInfo },
  buildinfo: { fields: 'buildinfo:any', run: buildInfo },
  endSessions: { fields: 'endSessions:array', run: () => new Document() },
  refreshSessions: { fields: 'refreshSessions:array', run: () => new Document() },
  connectionStatus: {
    fields: 'connectionStatus:any showPrivileges:bool',
    run: () => documentOf({ authInfo: documentOf({ authenticatedUsers: [], authenticatedUserRoles: [] }) })
  },
  serverStatus: {
    fields: 'serverStatus:any',
    run: (_request, context) =>
      documentOf({
        host: context.address,
        version: version.slice(0, 3).join('.'),
        process: 'embedded-mongo',
        pid: process.pid,
        uptime: (Date.now() - startedAt) / 1000,
        mem: documentOf({
          resident: megabytes(process.memoryUsage.rss()),
          heap: megabytes(process.memoryUsage().heapUsed)
        }),
        metrics: documentOf({ cursor: documentOf({ open: documentOf({ total: context.cursors.size }) }) })
      })
  },
  configureFailPoint: {
    fields: 'configureFailPoint:string mode:any! data:object',
    run: (request, context) => {
      context.failures.configure(request)
      return new Document()
    }
  },
  setParameter: {
    fields: 'setParameter:any ttlMonitorSleepSecs:number',
    run: (request, context) => {
      const seconds = toNumber(request.ttlMonitorSleepSecs)
      if (!(seconds >= 1)) fail(2, 'ttlMonitorSleepSecs must be at least 1')
      context.setTtlInterval(seconds)
      return new Document()
    }
  }
}

/** Without `topologyVersion`, so that drivers poll instead of asking for a stream of hellos. */
function hello(_request: Doc, context: Context): Doc {
  return documentOf({
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    setName: replicaSetName,
    setVersion: 1,
    electionId: processId,
    hosts: [context.address],
    primary: context.address,
    me: context.address,
    secondary: false,
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: context.connectionId,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false
  })
}

function buildInfo(): Doc {
  return documentOf({
    version: version.slice(0, 3).join('.'),
    versionArray: version,
    gitVersion: 'embedded development database',
    modules: [],
    maxBsonObjectSize: 16 * 1024 * 1024
  })
}
