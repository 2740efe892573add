import { isDeepStrictEqual } from 'node:util'
import { type AuditActor, type DataOf, directoryAudited, type MessageType } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import { newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import {
  type Aggregate,
  type Aggregates,
  type Collection,
  type Committed,
  type Entry,
  encodeCursor,
  type IndexOf,
  isDuplicateKey,
  type Mongo,
  openAggregates,
  openOutbox,
  storageCall
} from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import { type Audited, auditEntryOf } from '../domain/audit-entry.ts'
import type { Listed, Named } from '../domain/listed.ts'
import { sortKeyOf } from '../domain/sort-key.ts'
import type { Audit } from './audit.ts'
import { filterAfter, type PageQuery } from './page-cursor.ts'

type Stored<Doc> = Doc & Aggregate
/** The content of a document, without its bookkeeping. */
export type Content<Doc> = Omit<Doc, '_id' | 'version' | 'sortKey'>
/** Who makes a change, the trace of the call, and the version that its author has seen. */
export interface Change {
  actor: AuditActor
  correlationId: string
  ifMatch?: number
}

/** For example all departments, agents or channels. */
export interface Register<Doc extends Listed<Named>> extends AsyncDisposable {
  get(id: string): Promise<Result<Doc, Rejection>>
  findOne(filter: Record<string, unknown>): Promise<Doc | null>
  find(filter: Record<string, unknown>): Promise<Doc[]>
  /** Sorted by name; `filter` narrows it. */
  page(query: PageQuery, filter?: Record<string, unknown>): Promise<{ items: Doc[]; nextCursor: string | null }>
  all(): Promise<Doc[]>
  /** Which of `ids` are not in the register. */
  unknownOf(ids: readonly string[]): Promise<string[]>
  add(content: Content<Doc>, change: Change): Promise<Result<Doc, Rejection>>
  /** Replaces the current document by what `decide` makes of it; does nothing if that changes nothing. */
  replace(
    id: string,
    change: Change,
    decide: (current: Doc) => Result<Content<Doc>, Rejection>
  ): Promise<Result<Doc, Rejection>>
}

/** A unique field, and how a refusal says that its value is taken. */
interface Unique {
  field: string
  code: string
  detail: string
}

/** What the registers have in common. */
export interface RegisterDependencies {
  mongo: Mongo
  audit: Pick<Audit, 'recordEvents'>
  clock: Clock
  /** The clock of the outboxes. */
  outboxClock: Clock
  publish: Parameters<typeof openOutbox>[0]['publish']
  logger: Logger
}

interface RegisterOptions<Doc, Type extends MessageType> extends RegisterDependencies {
  /** The name of the collection. */
  name: string
  /** What a document is called in refusals. */
  noun: string
  unique?: Unique
  event: Type
  /** The whole state, as `event` carries it. */
  describe: (document: Doc) => DataOf<Type>
  audited: Audited<Doc>
}

const MAX_CONFLICTS = 10

export async function openRegister<Doc extends Listed<Named>, Type extends MessageType>(
  options: RegisterOptions<Doc, Type>
): Promise<Register<Doc>> {
  const { mongo, name, noun, unique, event, audit, publish, outboxClock, logger } = options
  const collection = mongo.collection<Stored<Doc>>(name)
  const outbox = openOutbox({
    collection,
    types: [event, directoryAudited],
    publish,
    record: audit.recordEvents,
    clock: outboxClock,
    logger
  })
  const aggregates = await openAggregates<Stored<Doc>>(collection, outbox, indexesOf(unique))

  const reads = createReads<Doc>(collection, aggregates, noun)
  return {
    ...reads,
    add(content, change) {
      const document = documentOf<Doc>(newId(), 1, content)
      const entries = entriesFor(options, undefined, document, change)
      return orTaken(unique, async () => ok(await settled(await aggregates.insert({ ...document, outbox: entries }))))
    },
    async replace(id, change, decide) {
      for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
        const current = await reads.get(id)
        if (!current.ok) return current
        const decided = changeOf(current.value, change.ifMatch, decide)
        if (!decided.ok) return decided
        if (!decided.value) return ok(current.value)
        const { before, after } = decided.value
        const entries = entriesFor(options, before, { ...after, version: before.version + 1 }, change)
        const committed = await orTaken(unique, () =>
          aggregates.commit(before, { ...after, outbox: before.outbox }, entries)
        )
        if (committed === 'conflict') continue
        return 'document' in committed ? ok(await settled(committed)) : committed
      }
      throw new Retryable(`${noun} ${id} keeps changing`)
    },
    [Symbol.asyncDispose]: () => outbox[Symbol.asyncDispose]()
  }
}

function createReads<Doc extends Listed<Named>>(
  collection: Collection<Stored<Doc>>,
  aggregates: Aggregates<Stored<Doc>>,
  noun: string
) {
  const find = (filter: object, limit = 0) =>
    storageCall(
      () =>
        collection
          .find(filter, { projection: { outbox: 0 } })
          .sort({ sortKey: 1, _id: 1 })
          .limit(limit)
          .toArray() as unknown as Promise<Doc[]>
    )
  return {
    async get(id: string) {
      const document = await aggregates.load(id)
      return document ? ok(document) : reject('not-found', `No such ${noun}`)
    },
    find: (filter: object) => find(filter),
    findOne: async (filter: object) => (await find(filter, 1))[0] ?? null,
    async page(query: PageQuery, filter: object = {}) {
      const found = await find({ $and: [filterAfter(query.cursor), filter] }, query.limit + 1)
      const items = found.slice(0, query.limit)
      return { items, nextCursor: found.length > query.limit ? cursorOf(items.at(-1)!) : null }
    },
    all: () => find({}),
    async unknownOf(ids: readonly string[]) {
      const known = new Set((await find({ _id: { $in: ids } })).map(({ _id }) => _id))
      return ids.filter(id => !known.has(id))
    }
  }
}

const cursorOf = ({ sortKey, _id }: Listed<unknown>) => encodeCursor([sortKey, _id])

const indexesOf = (unique: Unique | undefined): IndexOf[] => [
  { key: { sortKey: 1, _id: 1 }, name: 'byName' },
  ...(unique ? [{ key: { [unique.field]: 1 as const }, name: unique.field, unique: true }] : [])
]

const documentOf = <Doc extends Listed<Named>>(_id: string, version: number, content: Content<Doc>): Doc =>
  ({ _id, version, ...content, sortKey: sortKeyOf((content as unknown as Doc).fields.name) }) as unknown as Doc

/** The document after `decide`; undefined if it would be the same. */
function changeOf<Doc extends Listed<Named>>(
  before: Stored<Doc>,
  ifMatch: number | undefined,
  decide: (current: Doc) => Result<Content<Doc>, Rejection>
): Result<{ before: Stored<Doc>; after: Doc } | undefined, Rejection> {
  const { version } = before
  if (ifMatch !== undefined && ifMatch !== version)
    return reject('precondition-failed', `The current version is ${version}`, { version })
  const decided = decide(before)
  if (!decided.ok) return decided
  const { outbox: _, ...bare } = before
  const after = documentOf<Doc>(before._id, version, { ...bare, ...decided.value } as Content<Doc>)
  return ok(isDeepStrictEqual(after, bare) ? undefined : { before, after })
}

/** What one write puts into the outbox: the event for other services, and who did it. */
function entriesFor<Doc extends Listed<Named>, Type extends MessageType>(
  { event, describe, audited, clock }: RegisterOptions<Doc, Type>,
  before: Doc | undefined,
  after: Doc,
  { actor, correlationId }: Change
): Entry[] {
  const { _id: key, version } = after
  const circumstances = { id: newId(), at: clock.now(), actor, correlationId }
  const entry = auditEntryOf(audited, before, after, circumstances)
  const about = { key, version, occurredAt: new Date(), correlationId }
  return [
    newEnvelope(event, { ...about, data: describe(after) }),
    newEnvelope(directoryAudited, { ...about, data: { entry } })
  ].map(envelope => ({ id: envelope.id, type: envelope.type, envelope }))
}

/** Waits, so that whoever made a change finds it in the audit; if recording fails, the outbox retries it. */
async function settled<Doc>({ document, recorded }: Committed<Doc>): Promise<Doc> {
  await recorded.catch(() => undefined)
  return document
}

async function orTaken<T>(unique: Unique | undefined, work: () => Promise<T>): Promise<T | Result<never, Rejection>> {
  try {
    return await work()
  } catch (error) {
    if (unique && isDuplicateKey(error, unique.field)) return reject(unique.code, unique.detail)
    throw error
  }
}
