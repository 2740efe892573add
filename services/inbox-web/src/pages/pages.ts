import type { Role } from '@inbox/contracts'
import {
  IconChartBar,
  IconInbox,
  IconLayoutDashboard,
  IconListSearch,
  IconSettings,
  type TablerIcon
} from '@tabler/icons-react'
import { type Part, partOf } from '../loading/loaded.tsx'
import type { useMessages } from './messages.ts'

/** A page of the app: its entry in the header, and the code loaded when somebody goes there. */
export interface Page {
  /** Its title in `./messages.ts`. */
  name: keyof ReturnType<typeof useMessages>
  /** Everything below this path belongs to the page, too. */
  path: `/${string}`
  icon: TablerIcon
  roles: readonly Role[]
  part: Part
}

const everybody = ['agent', 'supervisor', 'admin'] as const
const supervision = ['supervisor', 'admin'] as const

/** All pages, in the order of the header; people start on the first one that their role may see. */
export const pages: readonly Page[] = [
  {
    name: 'inbox',
    path: '/inbox',
    icon: IconInbox,
    roles: everybody,
    part: partOf(() => import('./inbox/inbox-page.tsx'))
  },
  {
    name: 'board',
    path: '/board',
    icon: IconLayoutDashboard,
    roles: supervision,
    part: partOf(() => import('./board/board-page.tsx'))
  },
  {
    name: 'conversations',
    path: '/conversations',
    icon: IconListSearch,
    roles: supervision,
    part: partOf(() => import('./conversations/conversations-page.tsx'))
  },
  {
    name: 'reports',
    path: '/reports',
    icon: IconChartBar,
    roles: supervision,
    part: partOf(() => import('./reports/reports-page.tsx'))
  },
  {
    name: 'admin',
    path: '/admin',
    icon: IconSettings,
    roles: supervision,
    part: partOf(() => import('./admin/admin-page.tsx'))
  }
]
