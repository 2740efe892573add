import {
  IconBuildingCommunity,
  IconHistory,
  IconKey,
  IconMessage2Bolt,
  IconPlugConnected,
  IconUsers,
  IconWebhook,
  type TablerIcon
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { Redirect, Route, Switch, useParams } from 'wouter'
import { useMe } from '../../api/session.ts'
import { PlaceLink } from '../../ui/place-link.tsx'
import classes from './admin-page.module.css'
import { AgentEditor } from './agents/agent-editor.tsx'
import { AgentList } from './agents/agent-list.tsx'
import { AuditLog } from './audit/audit-log.tsx'
import { CannedReplyEditor } from './canned-replies/canned-reply-editor.tsx'
import { CannedReplyList } from './canned-replies/canned-reply-list.tsx'
import { ChannelEditor } from './channels/channel-editor.tsx'
import { ChannelList } from './channels/channel-list.tsx'
import { DepartmentEditor } from './departments/department-editor.tsx'
import { DepartmentList } from './departments/department-list.tsx'
import { FirstSteps } from './first-steps.tsx'
import { useMessages } from './messages.ts'
import { ServiceAccountEditor } from './service-accounts/service-account-editor.tsx'
import { ServiceAccountList } from './service-accounts/service-account-list.tsx'
import { WebhookAlarm } from './webhooks/webhook-alarm.tsx'
import { WebhookEditor } from './webhooks/webhook-editor.tsx'
import { WebhookList } from './webhooks/webhook-list.tsx'

interface Area {
  name: keyof ReturnType<typeof useMessages>['area']
  icon: TablerIcon
  List: ComponentType
  /** `id` is `new` for an entry that does not exist yet. */
  Editor?: ComponentType<{ id: string }>
  /** Supervisors may use it, too: they write canned replies. Everything else is for administrators. */
  supervisors?: true
}

const areas: readonly Area[] = [
  { name: 'departments', icon: IconBuildingCommunity, List: DepartmentList, Editor: DepartmentEditor },
  { name: 'agents', icon: IconUsers, List: AgentList, Editor: AgentEditor },
  { name: 'channels', icon: IconPlugConnected, List: ChannelList, Editor: ChannelEditor },
  {
    name: 'canned-replies',
    icon: IconMessage2Bolt,
    List: CannedReplyList,
    Editor: CannedReplyEditor,
    supervisors: true
  },
  { name: 'service-accounts', icon: IconKey, List: ServiceAccountList, Editor: ServiceAccountEditor },
  { name: 'webhooks', icon: IconWebhook, List: WebhookList, Editor: WebhookEditor },
  { name: 'audit', icon: IconHistory, List: AuditLog }
]

/** /admin/<area>/<id> */
export default function AdminPage() {
  const t = useMessages()
  const { role } = useMe()
  const [current, entry] = (useParams<{ '*': string }>()['*'] ?? '').split('/')
  const mine = areas.filter(({ supervisors }) => role === 'admin' || supervisors)
  return (
    <div className={classes.page}>
      {mine.length > 1 && (
        <nav className={classes.areas} aria-label={t.areas}>
          {mine.map(({ name, icon }) => (
            <PlaceLink key={name} href={`/admin/${name}`} icon={icon} name={t.area[name]} current={current === name} />
          ))}
        </nav>
      )}
      <div className={classes.content}>
        {role === 'admin' && entry === undefined && <WebhookAlarm />}
        {role === 'admin' && entry === undefined && <FirstSteps />}
        <Switch>
          {mine.flatMap(({ name, List, Editor }) => [
            <Route key={name} path={`/admin/${name}`} component={List} />,
            Editor && (
              <Route key={`${name}/one`} path={`/admin/${name}/:id`}>
                {({ id }) => <Editor key={id} id={id} />}
              </Route>
            )
          ])}
          <Route>
            <Redirect to={`/admin/${mine[0]?.name}`} replace />
          </Route>
        </Switch>
      </div>
    </div>
  )
}
