import { revokeServiceAccount, SERVICE_ACCOUNT_TOKEN_PREFIX, type ServiceAccount } from '@inbox/contracts'
import { ActionIcon, Button, Code, Group, Modal, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { changed, useServiceAccounts } from '../../../api/administration.ts'
import { call } from '../../../api/call.ts'
import { useAgentList, useDepartments } from '../../../api/directory.ts'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { refusalWords } from '../../../forms/refusal-words.ts'
import { useFormat } from '../../../i18n/format.ts'
import { EntityList } from '../entity-list.tsx'
import { useMessages } from './messages.ts'

export function ServiceAccountList() {
  const t = useMessages()
  const words = useFormWords()
  const format = useFormat()
  const departments = useDepartments()
  const agents = useAgentList().data
  const [ending, setEnding] = useState<ServiceAccount>()
  const revoke = async ({ id }: ServiceAccount) => {
    setEnding(undefined)
    try {
      await call(revokeServiceAccount, { params: { id } })
      await changed('service-accounts')
    } catch (error) {
      notifications.show({ color: 'red', message: refusalWords(error, words) })
    }
  }
  const namesOf = (ids: readonly string[] | undefined) =>
    ids?.map(id => departments.get(id)?.name ?? id).join(', ') ?? t.everywhere
  return (
    <>
      <EntityList
        title={t.title}
        path="/admin/service-accounts"
        addLabel={t.add}
        query={useServiceAccounts()}
        withoutPages
        textOf={({ scopes, hint }) => `${scopes.map(scope => t.scope[scope][0]).join(' ')} ${hint}`}
        columns={[
          {
            title: t.scopes,
            cell: ({ scopes, botId }) =>
              botId === undefined
                ? scopes.map(scope => t.scope[scope][0]).join(', ')
                : t.actsAs(agents?.get(botId)?.name ?? botId)
          },
          {
            title: t.departments,
            cell: ({ departmentIds, botId }) => namesOf(botId ? agents?.get(botId)?.departmentIds : departmentIds)
          },
          {
            title: t.lastUsed,
            cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? t.never : format.dateTime(lastUsedAt))
          },
          {
            title: t.token,
            cell: account => (
              <Group gap="xs" wrap="nowrap">
                <div>
                  <Code>
                    {SERVICE_ACCOUNT_TOKEN_PREFIX}…{account.hint}
                  </Code>
                  <Text fz="xs">{t.made(format.dateTime(account.createdAt))}</Text>
                </div>
                {account.active && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t.revokeOf(account.name)}
                    onClick={() => setEnding(account)}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                )}
              </Group>
            )
          }
        ]}
      />
      {ending && (
        <Modal opened onClose={() => setEnding(undefined)} title={t.revokeOf(ending.name)} centered>
          <Text mb="md">{t.revokeHint}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setEnding(undefined)} data-autofocus>
              {words.cancel}
            </Button>
            <Button color="red.9" onClick={() => void revoke(ending)}>
              {t.revoke}
            </Button>
          </Group>
        </Modal>
      )}
    </>
  )
}
