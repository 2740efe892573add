import { type Doc, documentOf, ObjectId } from '../values/bson.ts'
import { toNumber } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { type Command, type Context, replicaSetName } from './command.ts'

const startedAt = Date.now()
const processId = new ObjectId()
const version = [7, 0, 0, 0]
const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20)

/** Handshake, health and bookkeeping. */
export const serverCommands: Record<string, Command> = {
  hello: handshake('isWritablePrimary'),
  isMaster: handshake('ismaster'),
  ismaster: handshake('ismaster'),
  ping: { fields: 'ping:any', run: () => documentOf({ ok: 1 }) },
  buildInfo: { fields: 'buildInfo:any', run: buildInfo },
  buildinfo: { fields: 'buildinfo:any', run: buildInfo },
  endSessions: { fields: 'endSessions:array', run: () => documentOf({ ok: 1 }) },
  refreshSessions: { fields: 'refreshSessions:array', run: () => documentOf({ ok: 1 }) },
  connectionStatus: {
    fields: 'connectionStatus:any showPrivileges:bool',
    run: () => documentOf({ authInfo: documentOf({ authenticatedUsers: [], authenticatedUserRoles: [] }), ok: 1 })
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
        metrics: documentOf({ cursor: documentOf({ open: documentOf({ total: context.cursors.size }) }) }),
        ok: 1
      })
  },
  setParameter: {
    fields: 'setParameter:any ttlMonitorSleepSecs:number',
    run: (request, context) => {
      const seconds = toNumber(request.ttlMonitorSleepSecs)
      if (!(seconds >= 1)) fail(2, 'ttlMonitorSleepSecs must be at least 1')
      context.setTtlInterval(seconds)
      return documentOf({ ok: 1 })
    }
  }
}

function handshake(primaryField: string): Command {
  return {
    fields: '*',
    run: (_request, context) => {
      const reply = helloReply(context)
      reply[primaryField] = true
      reply.ok = 1
      return reply
    }
  }
}

/** Without `topologyVersion`, so that drivers poll instead of asking for a stream of hellos. */
function helloReply(context: Context): Doc {
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
    maxBsonObjectSize: 16 * 1024 * 1024,
    ok: 1
  })
}
