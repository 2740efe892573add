import type { ConversationSummary } from '@inbox/contracts'
import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconCheck,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconSquareCheck,
  IconX,
  type TablerIcon
} from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import { useLiveState } from '../../../live/live-context.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { DismissDialog } from './dismiss-dialog.tsx'
import { useMessages } from './messages.ts'
import { ParkMenu } from './park-menu.tsx'
import { type ActionName, mayParkUntil, possibleActions } from './possible.ts'
import { TransferDialog } from './transfer-dialog.tsx'
import { useActionsThenNext } from './use-actions-then-next.tsx'

const icons: Record<ActionName, TablerIcon> = {
  accept: IconCheck,
  decline: IconX,
  park: IconPlayerPause,
  resume: IconPlayerPlay,
  return: IconArrowBackUp,
  transfer: IconArrowsExchange,
  cancelTransfer: IconX,
  close: IconSquareCheck,
  dismiss: IconSquareCheck
}
/** The dialogs of actions that need further input. */
const dialogs = { transfer: TransferDialog, close: CloseDialog, dismiss: DismissDialog }
const primary: readonly ActionName[] = ['accept', 'resume']
/** How many are shown as buttons; the others are in a menu. */
const MAX_BUTTONS = 3

/** What may be done with the open conversation. */
export function ActionBar({ conversation }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const viewer = useLiveState(state => state.viewer)
  const actions = useActionsThenNext()
  const [asked, ask] = useState<keyof typeof dialogs>()
  const carryOut: Record<ActionName, () => void> = {
    accept: () => void actions.accept(conversation),
    decline: () => void actions.decline(conversation),
    park: () => void actions.park(conversation),
    resume: () => void actions.resume(conversation),
    return: () => void actions.giveBack(conversation),
    cancelTransfer: () => void actions.cancelTransfer(conversation),
    transfer: () => ask('transfer'),
    close: () => ask('close'),
    dismiss: () => ask('dismiss')
  }
  const possible = possibleActions(conversation, viewer)
  // somebody else may have been faster while the dialog was open
  const Dialog = asked && possible.includes(asked) && dialogs[asked]
  const rest = possible.slice(MAX_BUTTONS)
  return (
    <Group gap={6} wrap="nowrap">
      {possible.slice(0, MAX_BUTTONS).map((name, index) => {
        const Icon = icons[name]
        return (
          <Fragment key={name}>
            <Button
              size="xs"
              variant={primary.includes(name) ? 'filled' : 'default'}
              leftSection={<Icon size={16} stroke={1.9} />}
              onClick={carryOut[name]}
              data-action={name}
            >
              {t[name]}
            </Button>
            {/* beside the button that parks or resumes */}
            {index === 0 && mayParkUntil(conversation, viewer) && (
              <ParkMenu conversation={conversation} actions={actions} />
            )}
          </Fragment>
        )
      })}
      {rest.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label={t.more}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map(name => {
              const Icon = icons[name]
              return (
                <Menu.Item
                  key={name}
                  leftSection={<Icon size={16} stroke={1.9} />}
                  onClick={carryOut[name]}
                  data-action={name}
                >
                  {t[name]}
                </Menu.Item>
              )
            })}
          </Menu.Dropdown>
        </Menu>
      )}
      {Dialog && <Dialog conversation={conversation} actions={actions} onClose={() => ask(undefined)} />}
    </Group>
  )
}
