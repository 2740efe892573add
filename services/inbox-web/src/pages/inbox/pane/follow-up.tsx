import type { ContactRef } from '@inbox/contracts'
import { Button, Text } from '@mantine/core'
import { IconMail, IconPhone } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { CopyIcon } from '../../../ui/copy.tsx'
import classes from './follow-up.module.css'
import { useMessages } from './messages.ts'

interface Props {
  contact: ContactRef
  reason: string
  /** What the channel itself still permits. */
  children?: ReactNode
}

/** Replaces the composer when answering is no longer possible: other ways to reach the contact. */
export function FollowUp({ contact: { phone, email }, reason, children }: Props) {
  const t = useMessages()
  return (
    <section className={classes.box} aria-label={t.followUp}>
      <div>
        <Text fw={600} fz="sm">
          {reason}
        </Text>
        <Text fz="sm" c="var(--text-soft)">
          {phone || email ? t.followUpHint : t.noContactData}
        </Text>
      </div>
      <div className={classes.ways}>
        {children}
        {phone && (
          <Way value={phone}>
            <Button
              component="a"
              href={`tel:${phone.replace(/[^\d+]/g, '')}`}
              size="sm"
              leftSection={<IconPhone size={17} />}
            >
              {t.call}
            </Button>
          </Way>
        )}
        {email && (
          <Way value={email}>
            <Button
              component="a"
              href={`mailto:${encodeURIComponent(email)}`}
              size="sm"
              variant={phone ? 'default' : 'filled'}
              leftSection={<IconMail size={17} />}
            >
              {t.mail}
            </Button>
          </Way>
        )}
      </div>
    </section>
  )
}

function Way({ value, children }: { value: string; children: ReactNode }) {
  return (
    <div className={classes.way}>
      {children}
      <span className={classes.value}>{value}</span>
      <CopyIcon value={value} />
    </div>
  )
}
