import { createWebhook, replaceWebhook, type Webhook, type WebhookEventType, webhookEventType } from '@inbox/contracts'
import { Checkbox, SimpleGrid, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { call } from '../../../api/call.ts'
import { useWebhook, useWebhookHealth, webhooksChanged } from '../../../api/webhooks.ts'
import { Editor, Section } from '../../../forms/editor.tsx'
import { type EntityFormProps, editorOf } from '../../../forms/editor-of.tsx'
import { useEntityForm } from '../../../forms/use-entity-form.ts'
import { useMessages } from './messages.ts'
import { SecretDialog } from './secret-dialog.tsx'
import { WebhookDeliveries } from './webhook-deliveries.tsx'
import { WebhookRemoval } from './webhook-removal.tsx'
import { WebhookSecret } from './webhook-secret.tsx'
import { WebhookState } from './webhook-state.tsx'
import { WebhookTrouble } from './webhook-trouble.tsx'

interface Values {
  url: string
  description: string
  events: WebhookEventType[]
  active: boolean
}

const LIST = '/admin/webhooks'
const blank: Values = { url: '', description: '', events: [], active: true }
const valuesOf = ({ url, description = '', events, active }: Webhook): Values => ({ url, description, events, active })
const all = webhookEventType.options

function WebhookForm({ known, onReload }: EntityFormProps<Webhook>) {
  const t = useMessages()
  const [, go] = useLocation()
  const [secret, setSecret] = useState<string>()
  const health = useWebhookHealth().get(known?.id ?? '')
  const entity = useEntityForm({
    initial: known ? valuesOf(known) : blank,
    version: known?.version,
    schema: createWebhook.body,
    bodyOf: ({ description, ...fields }: Values) => ({ ...fields, ...(description.trim() && { description }) }),
    save: async body => {
      if (known) await call(replaceWebhook, { params: { id: known.id }, body, ifMatch: known.version })
      else setSecret((await call(createWebhook, { body })).secret)
    },
    onSaved: () => {
      void webhooksChanged()
      if (known) go(LIST)
    }
  })
  const { form } = entity
  const { events } = form.values
  return (
    <Editor
      title={known ? (known.description ?? known.url) : t.newTitle}
      back={LIST}
      entity={entity}
      aside={known && <WebhookState webhook={known} health={health} />}
      {...(onReload && { onReload })}
    >
      {known && <WebhookTrouble webhook={known} health={health} />}
      <Section title={t.where} hint={t.whereHint}>
        <TextInput label={t.url} description={t.urlHint} required {...form.getInputProps('url')} />
        <TextInput label={t.description} description={t.descriptionHint} {...form.getInputProps('description')} />
        <Switch label={t.active} description={t.activeHint} {...form.getInputProps('active', { type: 'checkbox' })} />
      </Section>
      <Section title={t.events} hint={t.eventsHint}>
        <Checkbox
          label={t.all}
          checked={events.length === all.length}
          indeterminate={events.length > 0 && events.length < all.length}
          onChange={event => form.setFieldValue('events', event.currentTarget.checked ? [...all] : [])}
        />
        <Checkbox.Group aria-label={t.events} {...form.getInputProps('events')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            {all.map(type => (
              <Checkbox key={type} value={type} label={t.event[type]} description={type} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
      </Section>
      {known && <WebhookSecret webhook={known} />}
      {known && <WebhookDeliveries webhook={known} />}
      {known && <WebhookRemoval id={known.id} onRemoved={() => go(LIST)} />}
      {secret !== undefined && <SecretDialog secret={secret} onClose={() => go(LIST)} />}
    </Editor>
  )
}

export const WebhookEditor = editorOf(useWebhook, WebhookForm)
