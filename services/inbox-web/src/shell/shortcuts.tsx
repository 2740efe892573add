import { Kbd, Modal, Switch, Table } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useMe } from '../api/session.ts'
import { useTabLists } from '../live/live-context.tsx'
import { nextUnanswered } from '../live/next.ts'
import { liveTabs } from '../live/tabs.ts'
import { createStore, useStore } from '../state/store.ts'
import { latinKey } from './latin-key.ts'
import { useMessages } from './messages.ts'
import { setShortcuts, shortcutSetting } from './shortcut-setting.ts'

/** Whether the sheet is open. */
export const shortcutSheet = createStore(false)

/** Clicks what the open page shows, so that a key does exactly what its button would. */
const press = (...selectors: string[]) => {
  for (const selector of selectors) {
    const button = document.querySelector<HTMLElement>(selector)
    if (button) return button.click()
  }
}
/** Whether something open above the page claims all keys. */
const isCovered = () => document.activeElement?.closest('[role=dialog], [role=menu]') != null
const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus()

/** Accepts the focused item, or else the open conversation, or else the first offer shown above the page. */
function accept(): void {
  const item = document.activeElement?.closest('article')
  const button = item?.querySelector<HTMLElement>('[data-accept]')
  if (button) button.click()
  else press('[data-action="accept"]', '[data-offer-accept]')
}

type Key = [key: string, act: () => void]

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Handles single keys outside text fields and outside whatever is open above the page. */
function useKeys(keys: readonly Key[]): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const pressed = latinKey(event)
      // with Shift only those that are typed with it
      const key = event.shiftKey && pressed !== '?' && pressed !== '/' ? undefined : pressed
      const [, act] = latest.current.find(([each]) => each === key) ?? []
      if (!act || !shortcutSetting.get() || isWriting(event.target) || isCovered()) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}

const actionKeys = { d: 'decline', p: 'park', u: 'resume', t: 'transfer', e: 'close' } as const

/** The keys that work everywhere outside text fields, and the sheet that lists them. */
export function Shortcuts() {
  const t = useMessages()
  const [path, go] = useLocation()
  const { id: meId } = useMe()
  const { ongoing } = useTabLists()
  const sheet = useStore(shortcutSheet)
  const setSheet = shortcutSheet.set
  const keys: Key[] = [
    ...liveTabs.map((tab, index): Key => [String(index + 1), () => go(`/inbox/${tab}`)]),
    ...Object.entries(actionKeys).map(([key, name]): Key => [key, () => press(`[data-action="${name}"]`)]),
    [
      'n',
      () => {
        const next = nextUnanswered(ongoing, path.split('/').at(-1), meId)
        if (next) go(`/inbox/ongoing/${next.id}`)
      }
    ],
    ['a', accept],
    ['r', () => focus('[data-composer]')],
    ['l', () => focus('[data-index] a')],
    ['/', () => focus('[data-search]')],
    ['?', () => setSheet(true)]
  ]
  useKeys(keys)
  const on = useStore(shortcutSetting)
  const rows: [string, string][] = [
    ['1 – 4', t.keys.tabs],
    ['L', t.keys.list],
    ['↑ ↓', t.keys.move],
    ['Enter', t.keys.open],
    ['N', t.keys.next],
    ['A', t.keys.accept],
    ['D', t.keys.decline],
    ['R', t.keys.reply],
    ['Ctrl ↑', t.keys.answerTo],
    ['P', t.keys.park],
    ['U', t.keys.resume],
    ['T', t.keys.transfer],
    ['E', t.keys.close],
    ['/', t.keys.search],
    ['Esc', t.keys.leave],
    ['?', t.keys.help]
  ]
  return (
    <Modal opened={sheet} onClose={() => setSheet(false)} title={t.keys.title} centered size="sm">
      <Switch
        checked={on}
        onChange={event => setShortcuts(event.currentTarget.checked)}
        label={t.keys.setting}
        description={t.keys.settingHint}
        mb="sm"
      />
      <Table withRowBorders={false} verticalSpacing={5}>
        <Table.Tbody>
          {rows.map(([key, meaning]) => (
            <Table.Tr key={key}>
              <Table.Td w={90}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{meaning}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
