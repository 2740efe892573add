import type { Page } from 'playwright-core'
import { act, composer, itemOf, open } from './inbox-page.ts'

/** Something that somebody opens, on the named page or on the previous one. */
export interface Look {
  what: string
  at?: string
  /** Resolves once it is open. */
  opens?: (page: Page) => Promise<unknown>
  /** Stays open for the next look; everything else is closed with Escape. */
  stays?: true
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first()
export const menu = (name: string | RegExp) => async (page: Page) => {
  await button(page, name).click()
  await page.getByRole('menu').waitFor()
}
const choice = (name: string) => async (page: Page) => {
  await page.getByRole('combobox', { name, exact: true }).click()
  await page.getByRole('option').filter({ visible: true }).first().waitFor()
}
const dialog = (name: string | RegExp) => async (page: Page) => {
  await button(page, name).click()
  await page.getByRole('dialog').waitFor()
}
const ofMenu = (of: string | RegExp, name: string) => async (page: Page) => {
  await menu(of)(page)
  await page.getByRole('menuitem', { name, exact: true }).click()
  await page.getByRole('dialog').waitFor()
}
const action = (name: string) => async (page: Page) => {
  await act(page, name)
  await page.getByRole('dialog').waitFor()
}

/** The header, above every page. */
const header: readonly Look[] = [
  { what: 'own status', opens: menu(/^My status/) },
  { what: 'languages', opens: menu('Language') },
  { what: 'account', opens: menu(/^Account/) },
  { what: 'alerts', opens: ofMenu(/^Account/, 'Alerts') },
  { what: 'keyboard', opens: ofMenu(/^Account/, 'Keyboard shortcuts') },
  { what: 'password', opens: ofMenu(/^Account/, 'Change password') }
]

/** Needs a waiting conversation, an ongoing one and one that can no longer be answered. */
export const ofAgents: readonly Look[] = [
  { what: 'queue', at: '/inbox/queue', opens: page => itemOf(page, 'Waits').hover() },
  ...header,
  {
    what: 'search results',
    async opens(page) {
      await page.getByRole('searchbox').fill('Waits')
      await page.getByRole('list', { name: 'Search results' }).getByRole('article').waitFor()
    }
  },
  {
    what: 'preview',
    at: '/inbox/queue',
    async opens(page) {
      await open(page, 'Waits')
      await page.getByText('you have not accepted this conversation').waitFor()
    }
  },
  { what: 'sort order', at: '/inbox/ongoing', opens: menu(/^Sort/) },
  {
    what: 'conversation',
    async opens(page) {
      await open(page, 'Talks')
      await composer(page).fill('Hello')
      await composer(page).press('Enter')
      await page.getByRole('img', { name: 'Waiting for the channel' }).first().waitFor()
    }
  },
  {
    what: 'emoji',
    async opens(page) {
      await button(page, 'Emoji').click()
      await button(page, '😀').waitFor()
    }
  },
  {
    what: 'canned replies',
    async opens(page) {
      await button(page, 'Canned replies').click()
      await page.getByRole('option').filter({ visible: true }).first().waitFor()
    }
  },
  {
    what: 'note',
    async opens(page) {
      await page.getByText('Note', { exact: true }).click()
      await composer(page).fill('For colleagues')
      await button(page, 'Save note').click()
      await page.getByLabel('Messages').getByText('For colleagues').waitFor()
    }
  },
  { what: 'park until', opens: menu('Park until…') },
  { what: 'parking time', opens: ofMenu('Park until…', 'Choose a time…') },
  { what: 'transfer to a department', opens: action('transfer') },
  {
    what: 'transfer to an agent',
    async opens(page) {
      await action('transfer')(page)
      await page.getByRole('dialog').getByText('To an agent').click()
      await page
        .getByRole('dialog')
        .getByText(/Nils|Nobody/)
        .first()
        .waitFor()
    }
  },
  { what: 'more actions', opens: menu('More actions') },
  { what: 'close', opens: action('close') },
  {
    what: 'contact form',
    stays: true,
    async opens(page) {
      await button(page, 'Edit contact').click()
      await page.getByRole('textbox', { name: 'Email' }).fill('none')
      await button(page, 'Save').click()
      await page.getByRole('textbox', { name: 'Email' }).and(page.locator('[aria-invalid=true]')).waitFor()
    }
  },
  {
    what: 'My Inbox without conversations',
    at: '/inbox/myInbox',
    opens: page => page.getByText('No pending conversations.').waitFor()
  },
  {
    what: 'expired conversation',
    at: '/inbox/inactives',
    async opens(page) {
      await open(page, 'Expired')
      await page.getByLabel('Follow up').waitFor()
    }
  },
  { what: 'dismiss', opens: action('dismiss') }
]

export const ofSupervisors: readonly Look[] = [
  { what: 'board', at: '/board', opens: page => page.getByRole('img', { name: 'Last few hours' }).waitFor() },
  { what: 'departments of the board', opens: choice('Department') },
  { what: 'status of an agent', opens: menu(/^Change the status of Leo/) },
  { what: 'conversations', at: '/conversations', opens: page => page.getByRole('row', { name: /Toru/ }).waitFor() },
  ...['Where', 'Department', 'Agent', 'Channel'].map(name => ({ what: `filter by ${name}`, opens: choice(name) })),
  { what: 'row menu', opens: menu('Actions for the conversation with Toru') },
  ...['Why is this waiting?', 'Assign to an agent', 'Close'].map(name => ({
    what: name,
    opens: ofMenu('Actions for the conversation with Toru', name)
  })),
  {
    what: 'conversation of others',
    at: '/conversations',
    async opens(page) {
      await page.getByRole('link', { name: 'Toru' }).click()
      await page.getByLabel('Messages').waitFor()
    }
  },
  { what: 'reports', at: '/reports', opens: page => page.getByRole('columnheader', { name: 'Day' }).waitFor() },
  ...['Period', 'Group by', 'Department', 'Channel'].map(name => ({ what: `reports by ${name}`, opens: choice(name) })),
  {
    what: 'explanation of a figure',
    async opens(page) {
      await button(page, 'Arrived').hover()
      await page.getByRole('tooltip').waitFor()
    }
  },
  { what: 'explanations of all figures', opens: page => page.getByText('What these figures mean').click() },
  { what: 'canned replies', at: '/admin/canned-replies', opens: page => page.getByRole('row').nth(1).waitFor() },
  {
    what: 'a canned reply',
    async opens(page) {
      await page.getByRole('row').nth(1).getByRole('link').click()
      await page.getByRole('textbox', { name: 'Shortcut' }).waitFor()
    }
  }
]

const areas = ['departments', 'agents', 'channels', 'canned-replies'] as const
const invalid = (area: string): Look => ({
  what: `${area}: invalid new entry`,
  at: `/admin/${area}/new`,
  async opens(page) {
    await button(page, 'Save').click()
    await page.locator('[aria-invalid=true]').first().waitFor()
  }
})
const withInactive = async (page: Page) => {
  await page.getByRole('switch', { name: 'Show inactive' }).check()
  await page.getByRole('row').nth(1).waitFor()
}

/** An inactive webhook, so that nothing is posted, and a service account. */
const ofPrograms: readonly Look[] = [
  invalid('webhooks'),
  {
    what: 'secret of a webhook',
    async opens(page) {
      await page.getByRole('textbox', { name: 'URL' }).fill('https://example.com/hook')
      await page.getByRole('textbox', { name: 'Description' }).fill('CRM')
      await page.getByRole('switch', { name: 'Active' }).uncheck()
      await page.getByRole('checkbox', { name: 'All events' }).check()
      await button(page, 'Save').click()
      await page.getByTestId('secret').waitFor()
    }
  },
  { what: 'webhooks', at: '/admin/webhooks', opens: withInactive },
  {
    what: 'a webhook',
    at: '/admin/webhooks',
    async opens(page) {
      await withInactive(page)
      await page.getByRole('link', { name: 'CRM' }).click()
      await page.getByText('There are none.').waitFor()
    }
  },
  { what: 'deletion of a webhook', opens: dialog('Delete webhook') },
  invalid('service-accounts'),
  {
    what: 'token',
    async opens(page) {
      await page.getByRole('textbox', { name: 'Name' }).fill('Nightly report')
      await page.getByRole('checkbox', { name: 'Fetch reports' }).check()
      await button(page, 'Save').click()
      await page.getByTestId('token').waitFor()
    }
  },
  { what: 'service accounts', at: '/admin/service-accounts', opens: page => page.getByRole('row').nth(1).waitFor() },
  { what: 'revocation of a service account', opens: dialog(/^Revoke/) }
]

export const ofAdministrators: readonly Look[] = [
  ...areas.flatMap((area): Look[] => [
    { what: area, at: `/admin/${area}`, opens: page => page.getByRole('row').nth(1).waitFor() },
    invalid(area)
  ]),
  {
    what: 'a department',
    at: '/admin/departments',
    async opens(page) {
      await page.getByRole('link', { name: 'Support' }).click()
      await page.getByRole('list', { name: 'Members' }).waitFor()
    }
  },
  { what: 'members to add', opens: choice('Add a member') },
  {
    what: 'all settings of a department',
    stays: true,
    async opens(page) {
      for (const name of ['This department has business hours', 'Tell contacts their position'])
        await page.getByRole('switch', { name }).check()
    }
  },
  {
    what: 'dry run',
    async opens(page) {
      await page.getByText('Automatic', { exact: true }).click()
      await dialog('Save')(page)
    }
  },
  {
    what: 'successor',
    async opens(page) {
      await page.getByRole('switch', { name: 'Active' }).uncheck()
      await dialog('Save')(page)
    }
  },
  {
    what: 'a person',
    at: '/admin/agents',
    async opens(page) {
      await page.getByRole('link', { name: 'Nils' }).click()
      await page.getByRole('heading', { name: 'Nils' }).waitFor()
    }
  },
  { what: 'departments of a person', opens: choice('Departments') },
  { what: 'roles', opens: choice('Role') },
  { what: 'one-time password', opens: dialog('New one-time password') },
  {
    what: 'generated one-time password',
    async opens(page) {
      await dialog('New one-time password')(page)
      await page.getByRole('dialog').getByRole('button', { name: 'New one-time password' }).click()
      await page.getByTestId('one-time-password').waitFor()
    }
  },
  {
    what: 'a new bot',
    at: '/admin/agents/new',
    async opens(page) {
      await page.getByText('Bot', { exact: true }).click()
      await page.getByLabel('Longest silence').first().waitFor()
    }
  },
  {
    what: 'a channel',
    at: '/admin/channels',
    async opens(page) {
      await page.getByRole('link', { name: 'Sales email' }).click()
      await button(page, 'Create key').waitFor()
    }
  },
  {
    what: 'key',
    async opens(page) {
      await button(page, 'Create key').click()
      await page.getByTestId('api-key').waitFor()
    }
  },
  { what: 'end of a key', opens: dialog(/^Revoke this key/) },
  ...ofPrograms,
  { what: 'audit log', at: '/admin/audit', opens: page => page.getByRole('listitem').first().waitFor() },
  { what: 'subjects of the audit log', opens: choice('Type') }
]
