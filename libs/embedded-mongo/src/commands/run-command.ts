import { type Doc, Double, documentOf, isDocument } from '../values/bson.ts'
import { toNumber } from '../values/compare.ts'
import { errorReply, fail, MongoError } from '../values/errors.ts'
import { catalogCommands } from './catalog-commands.ts'
import { type Command, type Context, checkFields, checkGeneric } from './command.ts'
import { readCommands } from './read-commands.ts'
import { serverCommands } from './server-commands.ts'
import { writeCommands } from './write-commands.ts'

const commands = new Map<string, Command>(
  [readCommands, writeCommands, catalogCommands, serverCommands].flatMap(group => Object.entries(group))
)

const databaseName = /^[^/\\. "$*<>:|?\0]{1,63}$/

/** Runs one command to its end. Never throws: an error becomes its reply. */
export function runCommand(request: Doc, context: Context, onDefect: (error: unknown) => void): Doc {
  try {
    if (!databaseName.test(context.database)) fail(73, `Invalid database name: '${context.database}'`)
    const command = commandOf(request)
    if (isDocument(request.explain)) commandOf(request.explain)
    context.failures.check(Object.keys(request)[0]!, request)
    const run = () => command.run(request, context)
    const reply = command.kind === 'write' ? context.retries.once(request, run) : run()
    if (lacksMembers(request)) reply.writeConcernError = unsatisfiable
    reply.ok = new Double(1)
    return reply
  } catch (error) {
    if (!(error instanceof MongoError)) onDefect(error)
    return errorReply(error)
  }
}

/** The command that a request names, after checking the request's form. */
function commandOf(request: Doc): Command {
  const name = Object.keys(request)[0] ?? ''
  const command = commands.get(name) ?? fail(59, `no such command: '${name}'`)
  checkFields(name, command.fields, request)
  checkGeneric(name, command, request)
  return command
}

/** Whether a write must be acknowledged by more than the only member. */
function lacksMembers({ writeConcern }: Doc): boolean {
  const w = isDocument(writeConcern) ? writeConcern.w : undefined
  return w !== undefined && w !== 'majority' && (typeof w === 'string' || toNumber(w) > 1)
}

const unsatisfiable = documentOf({
  code: 100,
  codeName: 'UnsatisfiableWriteConcern',
  errmsg: 'Not enough data-bearing nodes'
})
