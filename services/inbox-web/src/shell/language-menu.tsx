import { ActionIcon, Menu } from '@mantine/core'
import { IconLanguage } from '@tabler/icons-react'
import { chooseLocale, type Locale, localeNames, useLocale } from '../i18n/locale.ts'
import { useFrameMessages } from './frame-messages.ts'

export function LanguageMenu() {
  const t = useFrameMessages()
  const locale = useLocale()
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t.language} title={t.language}>
          <IconLanguage size={20} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(localeNames).map(([each, name]) => (
          <Menu.RadioItem
            key={each}
            value={each}
            checked={each === locale}
            lang={each}
            onChange={() => chooseLocale(each as Locale)}
            closeMenuOnClick
          >
            {name}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
