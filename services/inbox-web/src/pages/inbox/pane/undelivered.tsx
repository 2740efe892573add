import { leaveAsIs, type Message, sendAgain } from '@inbox/contracts'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useMessages as useActionWords } from '../actions/messages.ts'
import { refusalText } from '../actions/refusal-text.ts'
import { tellDelivered } from '../outbox/sent-off.ts'
import { useMessages } from './messages.ts'
import classes from './undelivered.module.css'

interface Props {
  message: Message
  /** Whether who looks at it may answer the contact now. */
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
  const actionWords = useActionWords()
  const { id: meId } = useMe()
  const [busy, setBusy] = useState(false)
  const carryOut = async (operation: typeof sendAgain | typeof leaveAsIs) => {
    setBusy(true)
    try {
      const params = { id: conversationId, messageId }
      tellDelivered({ message: await call(operation, { params, body: { sentAgain } }) })
    } catch (error) {
      notifications.show({ color: 'red', message: refusalText(error, actionWords, meId) })
    }
    setBusy(false)
  }
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
