import type { Channel, ContactRef, ConversationSummary } from '@inbox/contracts'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useContactName } from '../../../ui/use-contact-name.ts'
import { TemplateChooser } from '../templates/template-chooser.tsx'
import { FirstMail } from './first-mail.tsx'
import { useMessages } from './messages.ts'
import { useStart } from './use-start.ts'
import { type Whom, WhomFields } from './whom-fields.tsx'

interface Props {
  /** The channels to choose from. */
  channels: readonly Channel[]
  /** An ended conversation; the new one is with its contact. */
  after: ConversationSummary | undefined
  onClose: () => void
}

/** Asks whom to write to, and then what. */
export function StartDialog({ channels, after, onClose }: Props) {
  const t = useMessages()
  const contactName = useContactName()
  const [whom, setWhom] = useState<Whom | undefined>(after && whomOf(after, channels))
  const { start, busy, why } = useStart(onClose)
  return (
    <Modal opened onClose={onClose} title={t.start} size="lg">
      <Stack>
        {whom ? (
          <>
            <Group justify="space-between" wrap="nowrap">
              <Text fz="sm">
                <bdi>{t.to(isContact(whom.to) ? contactName(whom.to) : nameOf(whom.to))}</bdi> · {whom.channel.name}
              </Text>
              {!after && (
                <Button variant="subtle" size="compact-sm" flex="none" onClick={() => setWhom(undefined)}>
                  {t.change}
                </Button>
              )}
            </Group>
            {whom.channel.capabilities.templates ? (
              <TemplateChooser
                channelId={whom.channel.id}
                sending={busy}
                onSend={content => void start({ ...wantedOf(whom), content })}
              />
            ) : (
              <FirstMail sending={busy} onSend={mail => void start({ ...wantedOf(whom), ...mail })} />
            )}
            {why && (
              <Text role="alert" c="red" fz="sm">
                {why}
              </Text>
            )}
          </>
        ) : (
          <WhomFields channels={channels} onChoose={setWhom} />
        )}
      </Stack>
    </Modal>
  )
}

const whomOf = ({ channel: { id }, contact }: ConversationSummary, channels: readonly Channel[]): Whom | undefined => {
  const channel = channels.find(each => each.id === id)
  return channel && { channel, to: contact }
}

const isContact = (to: Whom['to']): to is ContactRef => 'id' in to

const nameOf = ({ name, address }: Exclude<Whom['to'], ContactRef>) => [name, address].filter(Boolean).join(' ')

const wantedOf = ({ channel, to, departmentId }: Whom) => ({
  channelId: channel.id,
  ...(departmentId !== undefined && { departmentId }),
  to: isContact(to) ? { contactId: to.id } : { address: to.address, ...(to.name !== '' && { name: to.name }) }
})
