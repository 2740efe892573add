import {
  beginOidc,
  finishOidc,
  getSignInMethods,
  listSignInMethods,
  oidcCallback,
  type SignedIn,
  startOidc
} from '@inbox/contracts'
import { answered, type Client, type Route, route } from '@inbox/http'
import { ok } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import { cookieOf, flowCookie, originOf, signedInCookies } from './cookies.ts'

interface Dependencies {
  directory: Pick<Client, 'call'>
  secure: boolean
  onSignedIn: (signedIn: SignedIn, correlationId: string) => Promise<void>
  logger: Logger
}

/**
 * Signing in at an identity provider. The flow's secret stays in a cookie of the browser that started it, so following
 * somebody else's link signs nobody in.
 */
export function oidcRoutes({ directory, secure, onSignedIn, logger }: Dependencies): Route[] {
  const goTo = (location: string, cookies: string[]) =>
    ok(answered(undefined, { headers: { Location: location, 'Set-Cookie': cookies } }))
  const noFlow = flowCookie('', new Date(0), secure)
  const failed = (code: string) => goTo(`/?signIn=${encodeURIComponent(code)}`, [noFlow])

  return [
    route(listSignInMethods, ({ correlationId }) => directory.call(getSignInMethods, { correlationId })),
    route(startOidc, async ({ correlationId }) => {
      const begun = await directory.call(beginOidc, { body: {}, correlationId }).catch(() => undefined)
      if (!begun?.ok) return failed(begun?.error.code ?? 'unavailable')
      const { url, flow, expiresAt } = begun.value
      return goTo(url, [flowCookie(flow, new Date(expiresAt), secure)])
    }),
    route(oidcCallback, async ({ request, correlationId }) => {
      const flow = cookieOf(request.headers, 'inbox_oidc')
      if (!flow) return failed('unauthenticated')
      const query = request.url?.split('?')[1] ?? ''
      const finished = await directory
        .call(finishOidc, { body: { flow, query, origin: originOf(request) }, correlationId })
        .catch(error => {
          logger.warn({ err: error, correlationId }, 'could not complete a sign-in')
        })
      if (!finished?.ok) return failed(finished?.error.code ?? 'unavailable')
      await onSignedIn(finished.value, correlationId)
      return goTo('/?signIn=done', [noFlow, ...signedInCookies(finished.value, secure)])
    })
  ]
}
