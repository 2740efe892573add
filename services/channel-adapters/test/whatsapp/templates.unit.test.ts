import type { ChannelAccount } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { createChangeTemplate, fetchTemplates } from '../../src/channels/whatsapp/templates.ts'
import type { Templates } from '../../src/store/templates.ts'

const account = (id: string, businessAccountId: string): ChannelAccount => ({
  ...{ id, version: 1, kind: 'whatsapp', departmentId: 'sales', active: true },
  settings: { phoneNumberId: `1${id}`, accessToken: 'token', businessAccountId }
})
const api = { phoneNumberId: '1', accessToken: 'token', businessAccountId: '7', base: 'https://graph.example/v24.0' }

test('Meta’s news about a template is stored for all channels of its account, whose lists are then due', async () => {
  const accounts = [account('a', '7'), account('b', '7'), account('c', '8')]
  const changed: unknown[] = []
  const due: string[] = []
  const templates = {
    change: async (id: string, { name }: { name: string }, change: object) => void changed.push([id, name, change]),
    outdate: async (id: string) => void due.push(id)
  } as Partial<Templates> as Templates
  const change = createChangeTemplate({ accounts: { all: () => accounts }, templates })
  const of = { name: 'order', language: 'en' }
  await change(accounts[0]!, { ...of, quality: 'RED' })
  await change(accounts[2]!, { ...of, category: 'MARKETING' })
  await change(accounts[2]!, { ...of, status: 'APPROVED' })
  expect(changed).toEqual([
    ['a', 'order', { quality: 'RED' }],
    ['b', 'order', { quality: 'RED' }],
    ['c', 'order', { category: 'MARKETING' }],
    // the reason of an earlier rejection no longer applies
    ['c', 'order', { status: 'APPROVED', reason: '' }]
  ])
  expect(due).toEqual(['a', 'b', 'c', 'c'])
})

test('a list that Meta does not return completely does not count', async () => {
  const pages = [
    {
      status: 200,
      text: JSON.stringify({ data: [{ name: 'a', language: 'en' }], paging: { cursors: { after: 'x' }, next: 'y' } })
    },
    { status: 500, text: 'no' }
  ]
  const asked: string[] = []
  const client = {
    call: async ({ url }: { url: string }) => {
      asked.push(url)
      return pages.shift()!
    }
  } as never
  await expect(fetchTemplates(client, api, AbortSignal.timeout(1000))).rejects.toThrow('Meta responded with 500')
  expect(asked.map(url => new URL(url).searchParams.get('after'))).toEqual([null, 'x'])
})
