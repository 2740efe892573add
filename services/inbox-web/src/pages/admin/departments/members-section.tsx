import { type Agent, type Department, replaceAgent } from '@inbox/contracts'
import { ActionIcon, Group, Select, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { changed } from '../../../api/administration.ts'
import { call } from '../../../api/call.ts'
import { useAgents } from '../../../api/directory.ts'
import { Section } from '../../../forms/editor.tsx'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { useMessages as useAgentWords } from '../agents/messages.ts'
import classes from './members-section.module.css'
import { useMessages } from './messages.ts'

/** Who serves a department. Membership belongs to each agent, so it is saved at once. */
export function MembersSection({ department: { id } }: { department: Department }) {
  const t = useMessages()
  const { roles } = useAgentWords()
  const people = [...useAgents().values()].filter(({ active }) => active)
  const { busy, change } = useMembership(id)
  const members = people.filter(({ departmentIds }) => departmentIds.includes(id))
  const others = people.filter(({ departmentIds }) => !departmentIds.includes(id))
  return (
    <Section title={t.members} hint={t.membersHint}>
      {members.length === 0 && <Text fz="sm">{t.noMembers}</Text>}
      <Stack component="ul" gap={4} m={0} p={0} aria-label={t.members} className={classes.members}>
        {members.map(member => (
          <Group key={member.id} component="li" gap="sm" wrap="nowrap">
            <Link href={`/admin/agents/${member.id}`} className={classes.name}>
              {member.name}
            </Link>
            <Text fz="sm" c="var(--text-soft)" flex={1}>
              {roles[member.role]}
            </Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t.removeMember(member.name)}
              title={t.removeMember(member.name)}
              disabled={busy}
              onClick={() => void change(member, false)}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
      <Select
        label={t.addMember}
        placeholder={t.addMemberHint}
        data={others.map(({ id: value, name, email }) => ({ value, label: `${name} (${email})` }))}
        searchable
        value={null}
        disabled={busy || others.length === 0}
        onChange={chosen => {
          const person = others.find(each => each.id === chosen)
          if (person) void change(person, true)
        }}
      />
    </Section>
  )
}

function useMembership(departmentId: string) {
  const t = useMessages()
  const words = useFormWords()
  const [busy, setBusy] = useState(false)
  const change = async ({ id, version, ...fields }: Agent, belongs: boolean) => {
    const others = fields.departmentIds.filter(each => each !== departmentId)
    const body = { ...fields, departmentIds: belongs ? [...others, departmentId] : others }
    setBusy(true)
    try {
      await call(replaceAgent, { params: { id }, body, ifMatch: version })
      notifications.show({ message: words.saved, color: 'pine' })
    } catch {
      notifications.show({ color: 'red', message: t.memberFailed(fields.name) })
    }
    // even after a refusal, as somebody else may have changed them
    await changed('agents')
    setBusy(false)
  }
  return { busy, change }
}
