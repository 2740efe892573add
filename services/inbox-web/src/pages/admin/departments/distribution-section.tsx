import { Group, Input, NumberInput, SegmentedControl, Select, Switch } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useAgents, useDepartments } from '../../../api/directory.ts'
import { DurationField } from '../../../forms/duration-field.tsx'
import { Section } from '../../../forms/editor.tsx'
import type { DepartmentValues } from './department-values.ts'
import { useMessages } from './messages.ts'

export interface SectionProps {
  form: UseFormReturnType<DepartmentValues>
}

const keysOf = <Words extends object>(words: Words) => Object.keys(words) as (keyof Words & string)[]
/** The choices of a Select, with their words. */
const choices = <Words extends Record<string, string>>(words: Words) =>
  keysOf(words).map(value => ({ value, label: words[value] ?? value }))

export function DistributionSection({ form, ownId }: SectionProps & { ownId: string | undefined }) {
  const t = useMessages()
  const { mode } = form.values.distribution
  return (
    <Section title={t.distribution} hint={t.distributionHint}>
      <Input.Wrapper label={t.mode} description={t.modeHint[mode]}>
        <SegmentedControl
          mt={6}
          aria-label={t.mode}
          data={choices(t.modes)}
          {...form.getInputProps('distribution.mode')}
        />
      </Input.Wrapper>
      {mode === 'automatic' ? <AutomaticFields form={form} /> : <ManualFields form={form} />}
      <Select
        label={t.onAgentLost}
        data={choices(t.onAgentLosts)}
        allowDeselect={false}
        {...form.getInputProps('distribution.onAgentLost')}
      />
      <BotField form={form} ownId={ownId} />
      <OverflowFields form={form} ownId={ownId} />
    </Section>
  )
}

/** The bot that comes first. The choices are the department's own bots and the one already set. */
function BotField({ form, ownId = '' }: SectionProps & { ownId: string | undefined }) {
  const t = useMessages()
  const chosen = form.values.botId
  const bots = [...useAgents().values()].filter(
    ({ id, bot, active, departmentIds }) => id === chosen || (bot && active && departmentIds.includes(ownId))
  )
  if (bots.length === 0) return null
  return (
    <Select
      label={t.bot}
      description={t.botHint}
      placeholder={t.noBot}
      data={bots.map(({ id: value, name: label }) => ({ value, label }))}
      clearable
      {...form.getInputProps('botId')}
      value={chosen || null}
      onChange={next => form.setFieldValue('botId', next ?? '')}
    />
  )
}

function ManualFields({ form }: SectionProps) {
  const t = useMessages()
  return (
    <Select
      label={t.pickOrder}
      data={choices(t.pickOrders)}
      allowDeselect={false}
      {...form.getInputProps('distribution.pickOrder')}
    />
  )
}

function AutomaticFields({ form }: SectionProps) {
  const t = useMessages()
  return (
    <>
      <Select
        label={t.strategy}
        data={choices(t.strategies)}
        allowDeselect={false}
        {...form.getInputProps('distribution.strategy')}
      />
      <Group grow align="start">
        <DurationField
          label={t.offerTimeout}
          description={t.offerTimeoutHint}
          {...form.getInputProps('distribution.offerTimeoutSeconds')}
        />
        <NumberInput
          label={t.maxMisses}
          description={t.maxMissesHint}
          min={1}
          max={100}
          allowDecimal={false}
          {...form.getInputProps('distribution.maxMisses')}
        />
      </Group>
      <Switch label={t.preferLast} {...form.getInputProps('distribution.preferLastAgent', { type: 'checkbox' })} />
      <DurationField
        label={t.patience}
        description={t.patienceHint}
        {...form.getInputProps('distribution.preferredPatienceSeconds')}
      />
    </>
  )
}

function OverflowFields({ form, ownId }: SectionProps & { ownId: string | undefined }) {
  const t = useMessages()
  const others = [...useDepartments().values()].filter(({ id, active }) => active && id !== ownId)
  return (
    <>
      <Switch label={t.overflow} {...form.getInputProps('has.overflow', { type: 'checkbox' })} />
      {form.values.has.overflow && (
        <Group grow align="start">
          <Select
            label={t.overflowTo}
            data={others.map(({ id: value, name: label }) => ({ value, label }))}
            required
            {...form.getInputProps('distribution.overflow.departmentId')}
          />
          <DurationField
            label={t.overflowAfter}
            required
            {...form.getInputProps('distribution.overflow.afterSeconds')}
          />
        </Group>
      )}
    </>
  )
}
