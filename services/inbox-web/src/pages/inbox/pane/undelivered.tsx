import { leaveAsIs, type Message, sendAgain } from '@inbox/contracts'
import { Button } from '@mantine/core'
import { IconCheck, IconRefresh } from '@tabler/icons-react'
import { call } from '../../../api/call.ts'
import { useMessages } from './messages.ts'
import classes from './undelivered.module.css'
import { useChangeMessage } from './use-change-message.ts'

interface Props {
  message: Message
  /** Whether the viewer may answer the contact now. */
  canAnswer: boolean
}

/** Why a message did not arrive, or may not have, and what can be done about it. */
export function Undelivered({ message, canAnswer }: Props) {
  const t = useMessages()
  const { status, failure = 'unknown', error, leftAsIs: left } = message
  const words = t.undelivered[status === 'uncertain' ? 'uncertain' : failure]
  return (
    <div className={classes.undelivered}>
      <span>{words}</span>
      {error && status === 'failed' && failure !== 'window-expired' && <bdi className={classes.error}>{error}</bdi>}
      {canAnswer && !left && <Choices message={message} />}
    </div>
  )
}

function Choices({ message: { id: messageId, conversationId, status, sentAgain = 0 } }: { message: Message }) {
  const t = useMessages()
  const { busy, change } = useChangeMessage()
  const params = { id: conversationId, messageId }
  const carryOut = (operation: typeof sendAgain | typeof leaveAsIs) =>
    change(call(operation, { params, body: { sentAgain } }))
  return (
    <div className={classes.choices}>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconRefresh size={14} />}
        disabled={busy}
        onClick={() => void carryOut(sendAgain)}
      >
        {t.sendAgain}
      </Button>
      {status === 'uncertain' && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconCheck size={14} />}
          disabled={busy}
          onClick={() => void carryOut(leaveAsIs)}
        >
          {t.leaveAsIs}
        </Button>
      )}
    </div>
  )
}
