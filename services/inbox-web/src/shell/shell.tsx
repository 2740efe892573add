import '@mantine/notifications/styles.layer.css'
import { Center, Loader } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useEffect, useMemo } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { Alerts } from '../alerts/alerts.tsx'
import { MissedBanner } from '../alerts/missed-banner.tsx'
import { OfferCards } from '../alerts/offer-cards.tsx'
import { useMe } from '../api/session.ts'
import { LiveProvider } from '../live/live-context.tsx'
import { Loaded } from '../loading/loaded.tsx'
import { preloadWhenIdle } from '../loading/preload.ts'
import { pages } from '../pages/pages.ts'
import { refuseFileDrops } from '../ui/file-drops.ts'
import { Boundary } from './boundary.tsx'
import { ChannelBanner } from './channel-banner.tsx'
import { Header } from './header.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import classes from './shell.module.css'
import { Shortcuts } from './shortcuts.tsx'
import { UnsentAnswers } from './unsent-answers.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

/** What everybody sees once signed in: the header and, below it, the page of the current path. */
export function Shell() {
  const { role } = useMe()
  useKeptFocus()
  useEffect(refuseFileDrops, [])
  const mine = useMemo(() => pages.filter(({ roles }) => roles.includes(role)), [role])
  useEffect(() => preloadWhenIdle(mine.map(({ part }) => part)), [mine])
  return (
    <LiveProvider>
      <Notifications position="bottom-left" limit={4} autoClose={8000} containerWidth={348} />
      <div className={classes.shell}>
        <Header pages={mine} />
        <OfflineBanner />
        <ChannelBanner />
        <UnsentAnswers />
        <MissedBanner />
        <Alerts />
        <Shortcuts />
        <main id="content" className={classes.content}>
          <Switch>
            {mine.map(({ path, part }) => (
              <Route key={path} path={`${path}/*?`}>
                <Boundary>
                  <Loaded part={part} fallback={<Loading />} />
                </Boundary>
              </Route>
            ))}
            <Route>
              <Redirect to={mine[0]?.path ?? '/inbox'} replace />
            </Route>
          </Switch>
        </main>
        <OfferCards />
      </div>
    </LiveProvider>
  )
}

const Loading = () => (
  <Center h="100%">
    <Loader />
  </Center>
)
