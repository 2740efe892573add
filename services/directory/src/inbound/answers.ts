import { type Answered, answered, auditActorOf, type Call, type Caller } from '@inbox/http'
import { ok, type Rejection, type Result } from '@inbox/kernel'
import type { Change } from '../store/register.ts'

/** One document as in its contract, with its version as ETag. */
export const answerOf = <Doc, View extends { version: number }>(
  result: Result<Doc, Rejection>,
  viewOf: (document: Doc) => View
): Result<Answered<View>, Rejection> => {
  if (!result.ok) return result
  const view = viewOf(result.value)
  return ok(answered(view, { headers: { ETag: `"${view.version}"` } }))
}

export const pageOf = <Doc, View>(
  { items, nextCursor }: { items: Doc[]; nextCursor: string | null },
  viewOf: (document: Doc) => View
) => ok({ items: items.map(viewOf), nextCursor })

/** A response without a body: only whether the call succeeded. */
export const emptyOf = (result: Result<unknown, Rejection>): Result<undefined, Rejection> =>
  result.ok ? ok(undefined) : result

/** Who makes a change with this call, and which version they have seen. */
export const changeOf = ({
  caller,
  correlationId,
  ifMatch
}: Pick<Call, 'caller' | 'correlationId' | 'ifMatch'>): Change => ({
  actor: actorOf(caller),
  correlationId,
  ...(ifMatch !== undefined && { ifMatch })
})

function actorOf(caller: Caller): Change['actor'] {
  if (caller.kind === 'user') return auditActorOf(caller)
  const name = caller.kind === 'service' ? caller.name : caller.kind
  return { kind: 'service', id: name, name }
}
