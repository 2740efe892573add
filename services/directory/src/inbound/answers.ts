import { withStatus } from '@inbox/http'
import { ok, type Rejection, type Result } from '@inbox/kernel'
import type { Listed, Named } from '../domain/listed.ts'
import type { PageQuery } from '../store/page-cursor.ts'
import type { Register } from '../store/register.ts'

/** How documents of one kind are answered: in the form of their contract, single ones with their version as ETag. */
export function answering<Doc extends Listed<Named>, View extends { version: number }>(
  register: Register<Doc>,
  viewOf: (document: Doc) => View
) {
  const one = (result: Result<Doc, Rejection>): Result<View, Rejection> => {
    if (!result.ok) return result
    const view = viewOf(result.value)
    return ok(withStatus(view, { headers: { ETag: `"${view.version}"` } }))
  }
  return {
    one,
    get: async (id: string) => one(await register.get(id)),
    async list(query: PageQuery) {
      const { items, nextCursor } = await register.page(query)
      return ok({ items: items.map(viewOf), nextCursor })
    }
  }
}
