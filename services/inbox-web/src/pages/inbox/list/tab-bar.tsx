import { Link } from 'wouter'
import { type LiveTab, liveTabs } from '../../../live/tabs.ts'
import { useTabCounts } from '../../../live/use-tab-counts.ts'
import { useMessages } from '../messages.ts'
import classes from './tab-bar.module.css'

export function TabBar({ tab }: { tab: LiveTab }) {
  const t = useMessages()
  const counts = useTabCounts()
  return (
    <nav className={classes.bar} aria-label={t.tabsLabel}>
      {liveTabs.map(each => (
        <Link
          key={each}
          href={`/inbox/${each}`}
          className={classes.tab}
          aria-current={each === tab ? 'page' : undefined}
          data-tab={each}
        >
          {t.tabs[each]}
          <span className={classes.count}>{counts[each]}</span>
        </Link>
      ))}
    </nav>
  )
}
