import { MantineProvider, mergeThemeOverrides } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { queries } from './api/queries.ts'
import { freshToken, useSession } from './api/session.ts'
import { Loaded, partOf } from './loading/loaded.tsx'
import { SignInPage } from './pages/sign-in/sign-in-page.tsx'
import { Boundary } from './shell/boundary.tsx'
import { useFrameMessages } from './shell/frame-messages.ts'
import { theme } from './ui/theme.ts'

/** With the nonce that the gateway wrote into the page, Mantine's style elements pass its security policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
// as do those by which dialogs lock scrolling behind them
Object.assign(globalThis, { __webpack_nonce__: nonce })

/** Not needed for the sign-in page; loaded behind it, or while the cookie is tried. */
const shell = partOf(async () => ({ default: (await import('./shell/shell.tsx')).Shell }))

export function App() {
  return (
    <MantineProvider theme={useSpokenTheme()} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <Entrance />
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** The theme, with spoken labels for buttons that close things. */
function useSpokenTheme() {
  const { close } = useFrameMessages()
  return useMemo(() => {
    const closes = { defaultProps: { closeButtonProps: { 'aria-label': close } } }
    return mergeThemeOverrides(theme, { components: { Modal: closes, Drawer: closes, Notification: closes } })
  }, [close])
}

function Entrance() {
  const session = useSession()
  useEffect(() => void shell.preload(), [])
  useEffect(() => {
    if (session === 'unknown') void comeBack()
  }, [session])
  if (session === 'unknown') return null
  if (session === 'nobody') return <SignInPage />
  return (
    <Boundary>
      <Loaded part={shell} />
    </Boundary>
  )
}

const RETRY_MS = 2000

/** Signs in again with the cookie as soon as the server can be reached. */
async function comeBack(): Promise<void> {
  await freshToken().catch(() => setTimeout(comeBack, RETRY_MS))
}
