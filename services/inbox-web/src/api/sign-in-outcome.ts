let taken: { outcome: string | undefined } | undefined

/**
 * How a sign-in at an identity provider ended (`done` or the code of a refusal), if the browser just returned from it.
 */
export function signInOutcome(): string | undefined {
  taken ??= { outcome: takeOutcome() }
  return taken.outcome
}

function takeOutcome(): string | undefined {
  const address = new URL(location.href)
  const outcome = address.searchParams.get('signIn') ?? undefined
  if (outcome === undefined) return undefined
  // so that reloading or sharing the page does not report it again
  address.searchParams.delete('signIn')
  history.replaceState(history.state, '', address)
  return outcome
}
