import { Badge, Button, Group, Paper, Switch, Table, Text, TextInput, Title } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { Loaded } from '../../forms/editor.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import classes from './entity-list.module.css'
import { useMessages } from './messages.ts'

interface Listed {
  id: string
  name: string
  active: boolean
}

interface Props<Item extends Listed> {
  title: string
  /** The path of the list; single entries are below it. */
  path: string
  addLabel: string
  query: UseQueryResult<ReadonlyMap<string, Item>>
  /** The columns after the name. */
  columns: readonly { title: string; cell: (item: Item) => ReactNode }[]
  /** Shown before the name. */
  icon?: (item: Item) => ReactNode
  /** Text searched besides the name. */
  textOf?: (item: Item) => string
  /** Set if entries have no pages of their own. */
  withoutPages?: true
}

/** All entries of one kind by name, with a search and links to each and to a new one. */
export function EntityList<Item extends Listed>(props: Props<Item>) {
  const { title, path, addLabel, query, textOf = () => '' } = props
  const t = useMessages()
  const [search, setSearch] = useState('')
  const [withInactive, setWithInactive] = useState(false)
  const fits = (item: Item) =>
    (item.active || withInactive) && `${item.name} ${textOf(item)}`.toLowerCase().includes(search.trim().toLowerCase())
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb="md">
        <Title order={1} fz="h2" lts="-0.015em">
          {title}
        </Title>
        <Group gap="sm">
          <Switch
            label={t.showInactive}
            checked={withInactive}
            onChange={event => setWithInactive(event.currentTarget.checked)}
          />
          <TextInput
            aria-label={t.search}
            placeholder={t.search}
            leftSection={<IconSearch size={16} />}
            value={search}
            onChange={event => setSearch(event.currentTarget.value)}
            className={classes.search}
          />
          <Button component={Link} href={`${path}/new`} leftSection={<IconPlus size={16} />}>
            {addLabel}
          </Button>
        </Group>
      </Group>
      <Loaded query={query}>
        {all => {
          const items = [...all.values()].filter(fits)
          return items.length > 0 ? (
            <Rows {...props} items={items} />
          ) : (
            <EmptyState>{all.size === 0 ? t.nothing : t.nothingFound}</EmptyState>
          )
        }}
      </Loaded>
    </section>
  )
}

function Rows<Item extends Listed>({
  path,
  columns,
  icon,
  withoutPages,
  items
}: Props<Item> & { items: readonly Item[] }) {
  const t = useMessages()
  return (
    <Paper className={classes.frame}>
      <Table.ScrollContainer minWidth={560} type="native">
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.name}</Table.Th>
              {columns.map(column => (
                <Table.Th key={column.title}>{column.title}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map(item => (
              <Table.Tr key={item.id} className={classes.row} data-inactive={!item.active}>
                <Table.Td>
                  <Group gap="sm" wrap="nowrap">
                    {icon?.(item)}
                    {withoutPages ? (
                      <Text component="strong" fz="sm" fw={550}>
                        {item.name}
                      </Text>
                    ) : (
                      <Link href={`${path}/${item.id}`} className={classes.name}>
                        {item.name}
                      </Link>
                    )}
                    {!item.active && (
                      <Badge variant="default" color="gray" size="sm" tt="none">
                        {t.inactive}
                      </Badge>
                    )}
                  </Group>
                </Table.Td>
                {columns.map(({ title, cell }) => (
                  <Table.Td key={title}>
                    <Text component="div" fz="sm" c="var(--text-soft)">
                      {cell(item)}
                    </Text>
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}
