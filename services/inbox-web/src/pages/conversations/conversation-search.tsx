import { Button, Center, Loader, Select, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useAgents, useChannels, useDepartments } from '../../api/directory.ts'
import { useMessages as useFormWords } from '../../forms/messages.ts'
import { readRefusalWords } from '../../forms/refusal-words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useMessages as useInboxWords } from '../inbox/messages.ts'
import { ConversationTable } from './conversation-table.tsx'
import classes from './conversations-page.module.css'
import { useMessages } from './messages.ts'
import { type SearchFilters, useSearchFilters, useSearchQuery } from './use-search-query.ts'

const TYPING_MS = 300

/** Searches all conversations of the company by words and by where they are. */
export function ConversationSearch() {
  const t = useMessages()
  const words = useFormWords()
  const [wanted, change] = useSearchFilters()
  const found = useSearchQuery(wanted)
  const items = found.data?.pages.flatMap(page => page.items) ?? []
  return (
    <div className={classes.page}>
      <Title order={1} fz="h2" lts="-0.015em">
        {t.title}
      </Title>
      <Filters wanted={wanted} change={change} />
      {found.isPending && (
        <Center py={80}>
          <Loader aria-label={words.loading} />
        </Center>
      )}
      {found.isError && (
        <Text role="alert" c="var(--danger)">
          {readRefusalWords(found.error, words)}
        </Text>
      )}
      {found.data && items.length === 0 && <EmptyState>{t.nothing}</EmptyState>}
      {items.length > 0 && <ConversationTable conversations={items} />}
      {found.hasNextPage && (
        <Center>
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t.more}
          </Button>
        </Center>
      )}
    </div>
  )
}

function Filters({ wanted, change }: { wanted: SearchFilters; change: (next: SearchFilters) => void }) {
  const t = useMessages()
  const { tabs } = useInboxWords()
  const [text, setText] = useState(wanted.q ?? '')
  const search = useDebouncedCallback((q: string) => change({ q }), TYPING_MS)
  const named = (all: Iterable<{ id: string; name: string }>) =>
    [...all].map(({ id, name }) => ({ value: id, label: name }))
  const places = (['queue', 'ongoing', 'myInbox', 'inactives'] as const).map(value => ({ value, label: tabs[value] }))
  return (
    <search className={classes.filters}>
      <TextInput
        className={classes.search}
        aria-label={t.search}
        placeholder={t.search}
        leftSection={<IconSearch size={16} />}
        maxLength={200}
        value={text}
        onChange={event => {
          setText(event.currentTarget.value)
          search(event.currentTarget.value.trim())
        }}
      />
      <Select
        aria-label={t.tab}
        data={[
          ...(wanted.q ? [{ value: '', label: t.everything }] : []),
          ...places,
          { value: 'closed', label: t.closed }
        ]}
        value={wanted.tab ?? (wanted.q ? '' : 'queue')}
        onChange={next => change({ tab: next ?? '' })}
        allowDeselect={false}
      />
      <Select
        aria-label={t.department}
        data={[{ value: '', label: t.anyDepartment }, ...named(useDepartments().values())]}
        value={wanted.departmentId ?? ''}
        onChange={next => change({ departmentId: next ?? '' })}
        allowDeselect={false}
      />
      <Select
        aria-label={t.agent}
        data={[{ value: '', label: t.anyAgent }, ...named(useAgents().values())]}
        value={wanted.agentId ?? ''}
        onChange={next => change({ agentId: next ?? '' })}
        allowDeselect={false}
        searchable
      />
      <Select
        aria-label={t.channel}
        data={[{ value: '', label: t.anyChannel }, ...named(useChannels().data?.values() ?? [])]}
        value={wanted.channelId ?? ''}
        onChange={next => change({ channelId: next ?? '' })}
        allowDeselect={false}
        searchable
      />
    </search>
  )
}
