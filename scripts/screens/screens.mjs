const opensFirst = page => page.locator('table tbody tr').first().getByRole('link').click()

/** Every picture: whose screen it is, where, and what is done there before. */
export const screens = [
  { name: 'admin-departments', as: 'admin', path: '/admin/departments' },
  { name: 'admin-department', as: 'admin', path: '/admin/departments', prepare: opensFirst },
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
  { name: 'admin-agents', as: 'admin', path: '/admin/agents' },
  {
    name: 'admin-channel-key',
    as: 'admin',
    path: '/admin/channels',
    async prepare(page) {
      await page.getByRole('link', { name: 'Instagram' }).click()
      await page.getByRole('button', { name: 'Make a key' }).click()
      await page.getByRole('dialog').waitFor()
    }
  },
  { name: 'admin-canned-reply', as: 'admin', path: '/admin/canned-replies', prepare: opensFirst },
  { name: 'admin-audit', as: 'admin', path: '/admin/audit', colorScheme: 'dark' }
]
