import { rotateWebhookSecret, type Webhook } from '@inbox/contracts'
import { Button, Group, Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconKey } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { webhooksChanged } from '../../../api/webhooks.ts'
import { Section } from '../../../forms/editor.tsx'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { refusalWords } from '../../../forms/refusal-words.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useMessages } from './messages.ts'
import { SecretDialog } from './secret-dialog.tsx'

const overlaps = { day: 86_400, hour: 3600, now: 0 } as const
type Overlap = keyof typeof overlaps

/** Makes a new secret, beside which the former one keeps signing for a while. */
export function WebhookSecret({ webhook: { id, formerSecretUntil } }: { webhook: Webhook }) {
  const t = useMessages()
  const words = useFormWords()
  const format = useFormat()
  const [overlap, setOverlap] = useState<Overlap>('day')
  const rotation = useMutation({
    mutationFn: () => call(rotateWebhookSecret, { params: { id }, body: { overlapSeconds: overlaps[overlap] } }),
    onError: error => notifications.show({ color: 'red', message: refusalWords(error, words) })
  })
  const onClose = () => {
    rotation.reset()
    // only now, as refetching the webhook would close the dialog
    void webhooksChanged()
  }
  return (
    <Section title={t.secret} hint={t.secretHint}>
      {formerSecretUntil && <Text fz="sm">{t.formerUntil(format.dateTime(formerSecretUntil))}</Text>}
      <Group align="end">
        <Select
          label={t.overlapLabel}
          data={(Object.keys(overlaps) as Overlap[]).map(value => ({ value, label: t.overlap[value] }))}
          value={overlap}
          onChange={next => setOverlap((next ?? 'day') as Overlap)}
          allowDeselect={false}
          w={220}
        />
        <Button
          variant="default"
          leftSection={<IconKey size={16} />}
          loading={rotation.isPending}
          onClick={() => rotation.mutate()}
        >
          {t.newSecret}
        </Button>
      </Group>
      {rotation.data && <SecretDialog secret={rotation.data.secret} onClose={onClose} />}
    </Section>
  )
}
