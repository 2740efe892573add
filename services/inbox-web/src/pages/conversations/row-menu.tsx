import type { ConversationSummary } from '@inbox/contracts'
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconDots,
  IconHelpCircle,
  IconMessage,
  IconSquareCheck,
  IconUserPlus
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useLiveState } from '../../live/live-context.tsx'
import { useContactName } from '../../ui/use-contact-name.ts'
import { CloseDialog } from '../inbox/actions/close-dialog.tsx'
import { DismissDialog } from '../inbox/actions/dismiss-dialog.tsx'
import { useMessages as useActionWords } from '../inbox/actions/messages.ts'
import { possibleActions } from '../inbox/actions/possible.ts'
import { TransferDialog } from '../inbox/actions/transfer-dialog.tsx'
import { useActions } from '../inbox/actions/use-actions.ts'
import { AssignDialog } from './assign-dialog.tsx'
import { useMessages } from './messages.ts'
import { WhyDialog } from './why-dialog.tsx'

interface Props {
  conversation: ConversationSummary
  /** The path at which the conversation is read. */
  address: string
  /** Shows a dialog above the table, or closes it. */
  onDialog: (dialog: ReactNode) => void
}

/** What a supervisor may do with a conversation in the table. */
export function RowMenu({ conversation, address, onDialog }: Props) {
  const contactName = useContactName()
  const t = useMessages()
  const words = useActionWords()
  const viewer = useLiveState(state => state.viewer)
  const actions = useActions()
  const onClose = () => onDialog(undefined)
  const possible = possibleActions(conversation, viewer)
  const dialogOf = { conversation, actions, onClose }
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.actions(contactName(conversation.contact))}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={address} leftSection={<IconMessage size={16} />}>
          {t.open}
        </Menu.Item>
        {conversation.status === 'queued' && (
          <Menu.Item
            leftSection={<IconHelpCircle size={16} />}
            onClick={() => onDialog(<WhyDialog conversation={conversation} onClose={onClose} />)}
          >
            {t.why}
          </Menu.Item>
        )}
        {(conversation.status === 'queued' || conversation.status === 'pending') && (
          <Menu.Item
            leftSection={<IconUserPlus size={16} />}
            onClick={() => onDialog(<AssignDialog conversation={conversation} onClose={onClose} />)}
          >
            {t.assign}
          </Menu.Item>
        )}
        {possible.includes('transfer') && (
          <Menu.Item
            leftSection={<IconArrowsExchange size={16} />}
            onClick={() => onDialog(<TransferDialog {...dialogOf} />)}
          >
            {words.transfer}
          </Menu.Item>
        )}
        {possible.includes('return') && (
          <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => void actions.giveBack(conversation)}>
            {words.return}
          </Menu.Item>
        )}
        {possible.includes('close') && (
          <Menu.Item
            leftSection={<IconSquareCheck size={16} />}
            onClick={() => onDialog(<CloseDialog {...dialogOf} />)}
          >
            {words.close}
          </Menu.Item>
        )}
        {possible.includes('dismiss') && (
          <Menu.Item
            leftSection={<IconSquareCheck size={16} />}
            onClick={() => onDialog(<DismissDialog {...dialogOf} />)}
          >
            {words.dismiss}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
