import type { Device, Person } from '../../tests/browser/browser.ts'

type Page = Person['page']

export interface Screen extends Device {
  name: string
  /** A role or a name in the demo. */
  as: string
  path: string
  prepare?(page: Page): Promise<unknown>
  /** Default `main`. */
  shows?: string
}

const opensFirst = (page: Page) => page.locator('table tbody tr').first().getByRole('link').click()

/** Opens the first conversation of the current list; for the queue use the last, which nobody else takes meanwhile. */
async function reads(page: Page, which: 'first' | 'last' = 'first') {
  await page.locator('article a')[which]().click()
  await page.locator('[data-pane-title]').waitFor()
}
const readsLast = (page: Page) => reads(page, 'last')

/** Every picture: whose screen, at which path, what is done first, and what must still be shown when it is taken. */
export const screens: readonly Screen[] = [
  { name: 'inbox', as: 'Ana', path: '/inbox/ongoing', prepare: page => reads(page) },
  { name: 'inbox-dark', as: 'Eva', path: '/inbox/ongoing', colorScheme: 'dark', prepare: page => reads(page) },
  { name: 'inbox-phone', as: 'Ana', path: '/inbox/queue', locale: 'es', viewport: { width: 390, height: 844 } },
  {
    name: 'inbox-phone-conversation',
    ...{
      as: 'Ana',
      path: '/inbox/ongoing',
      colorScheme: 'dark',
      locale: 'pt-BR',
      viewport: { width: 390, height: 844 }
    },
    prepare: page => reads(page)
  },
  {
    name: 'inbox-offer',
    as: 'Rui',
    path: '/inbox/queue',
    shows: '[data-offer-card]',
    async prepare(page) {
      await readsLast(page)
      await page.locator('[data-offer-card]').first().waitFor()
    }
  },
  {
    name: 'inbox-alerts',
    as: 'Ana',
    path: '/inbox/queue',
    async prepare(page) {
      await page.getByRole('button', { name: /^Account/ }).click()
      await page.getByRole('menuitem', { name: 'Alerts' }).click()
      await page.getByRole('dialog').waitFor()
    }
  },
  { name: 'inbox-queue', as: 'Leo', path: '/inbox/queue', prepare: readsLast },
  {
    name: 'inbox-transfer',
    as: 'Leo',
    path: '/inbox/ongoing',
    async prepare(page) {
      await reads(page)
      await page.locator('button[data-action=transfer]').click()
      await page.getByRole('dialog').getByText('To an agent').click()
      await page.getByRole('dialog').locator('[role=radio]').first().waitFor()
    }
  },
  { name: 'supervisor-board', as: 'supervisor', path: '/board' },
  { name: 'supervisor-board-dark', as: 'supervisor', path: '/board', colorScheme: 'dark', locale: 'pt-BR' },
  { name: 'supervisor-conversations', as: 'supervisor', path: '/conversations' },
  {
    name: 'supervisor-why',
    as: 'supervisor',
    path: '/conversations',
    async prepare(page) {
      await page.locator('tbody tr').last().getByRole('button').click()
      await page.getByRole('menuitem', { name: 'Why is this waiting?' }).click()
      await page.getByRole('dialog').getByRole('table').waitFor()
    }
  },
  {
    name: 'supervisor-reports',
    as: 'supervisor',
    path: '/reports',
    async prepare(page) {
      await page.getByRole('combobox', { name: 'Group by' }).click()
      await page.getByRole('option', { name: 'Agent' }).click()
    }
  },
  {
    name: 'admin-department',
    as: 'admin',
    path: '/admin/departments',
    prepare: opensFirst,
    viewport: { width: 1440, height: 1400 }
  },
  {
    name: 'admin-dry-run',
    as: 'admin',
    path: '/admin/departments',
    async prepare(page) {
      await page.getByRole('link', { name: 'Support' }).click()
      await page.getByText('Automatic', { exact: true }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('dialog').getByRole('table').waitFor()
    }
  },
  {
    name: 'admin-channel-key',
    as: 'admin',
    path: '/admin/channels',
    async prepare(page) {
      await page.getByRole('link', { name: 'Instagram' }).click()
      await page.getByRole('button', { name: 'Create key' }).click()
      await page.getByRole('dialog').waitFor()
    }
  },
  { name: 'admin-canned-reply', as: 'admin', path: '/admin/canned-replies', prepare: opensFirst },
  {
    name: 'admin-audit',
    as: 'admin',
    path: '/admin/departments',
    colorScheme: 'dark',
    async prepare(page) {
      await opensFirst(page)
      await page.getByRole('textbox', { name: 'Time to accept' }).fill('45')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
      await page.getByRole('link', { name: 'Audit log' }).click()
      await page.getByText('changed the department').first().waitFor()
    }
  }
]
