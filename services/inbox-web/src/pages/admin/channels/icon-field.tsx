import { type ChannelFields, channelIcon } from '@inbox/contracts'
import { Group, Radio } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { ChannelIcon } from '../../../ui/channel-icon.tsx'
import classes from './icon-field.module.css'
import { useMessages } from './messages.ts'

type Values = Pick<ChannelFields, 'kind' | 'icon'>

/** The icon by which people recognise the channel; that of its kind until one is chosen. */
export function IconField<Form extends Values>({ form }: { form: UseFormReturnType<Form> }) {
  const t = useMessages()
  const { kind, icon = kind } = form.getValues()
  const choose = (chosen: string) => form.setValues({ icon: chosen === kind ? undefined : chosen } as Partial<Form>)
  return (
    <Radio.Group label={t.icon} description={t.iconHint} value={icon} onChange={choose}>
      <Group gap={6} mt={8}>
        {channelIcon.options.map(each => (
          <Radio.Card
            key={each}
            value={each}
            className={classes.choice}
            aria-label={t.icons[each]}
            title={t.icons[each]}
          >
            <ChannelIcon icon={each} size={32} />
          </Radio.Card>
        ))}
      </Group>
    </Radio.Group>
  )
}
