import { Group } from '@mantine/core'
import { useLocation } from 'wouter'
import { useMessages as usePageNames } from '../pages/messages.ts'
import type { Page } from '../pages/pages.ts'
import { Logo } from '../ui/logo.tsx'
import { PlaceLink } from '../ui/place-link.tsx'
import { AccountMenu } from './account-menu.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { useMessages } from './messages.ts'
import { SchemeToggle } from './scheme-toggle.tsx'
import classes from './shell.module.css'
import { StatusMenu } from './status-menu.tsx'

export function Header({ pages }: { pages: readonly Page[] }) {
  const t = useMessages()
  const names = usePageNames()
  const [location] = useLocation()
  return (
    <header className={classes.header}>
      <a href="#content" className={classes.skip}>
        {t.skip}
      </a>
      <div className={classes.brand}>
        <Logo />
        <span className={classes.brandName}>Service Inbox</span>
      </div>
      <nav className={classes.nav} aria-label={t.pages}>
        {pages.map(({ name, path, icon }) => (
          <PlaceLink key={path} href={path} icon={icon} name={names[name]} current={location.startsWith(path)} />
        ))}
      </nav>
      <Group gap={4} wrap="nowrap">
        <StatusMenu />
        <LanguageMenu />
        <SchemeToggle />
        <AccountMenu />
      </Group>
    </header>
  )
}
