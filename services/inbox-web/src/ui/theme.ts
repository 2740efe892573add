import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** The colour of actions that move work forward: accept, send, save. */
const pine: MantineColorsTuple = [
  '#edf8f3',
  '#d8f0e5',
  '#aee0cb',
  '#7fcfae',
  '#56bd94',
  '#34a67b',
  '#218a65',
  '#15704f',
  '#115b41',
  '#0b4532'
]
const slate: MantineColorsTuple = [
  '#f7f9f9',
  '#eff2f3',
  '#e3e8ea',
  '#d2d9dc',
  '#b3bdc2',
  '#87949b',
  '#617078',
  '#48565d',
  '#2f3b41',
  '#1b2429'
]
const night: MantineColorsTuple = [
  '#d5dcdf',
  '#b4bec3',
  '#929ea4',
  '#68757b',
  '#3a464c',
  '#2b353a',
  '#20292d',
  '#171e22',
  '#11171a',
  '#0b0f11'
]

const scrolling = { maxHeight: 240, overflowY: 'auto' } as const

/** All texts pass WCAG AA: see the shades. */
export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.25,
  colors: { pine, gray: slate, dark: night },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // names may have no line break opportunity
    Modal: {
      styles: {
        title: { fontWeight: 600, lineHeight: 1.35, overflowWrap: 'anywhere', minWidth: 0 },
        close: { flex: 'none' }
      }
    },
    // it would be a non-item inside a menu
    Menu: {
      defaultProps: { withInitialFocusPlaceholder: false },
      // small print stays legible on this colour
      styles: { dropdown: { '--menu-item-hover': 'var(--surface-hover)' } }
    },
    // on phones, in languages with longer words, labels wrap instead of overflowing the screen
    SegmentedControl: { styles: { root: { maxWidth: '100%' }, label: { whiteSpace: 'normal' } } },
    // only elements with a role may have a name
    Loader: { defaultProps: { role: 'status' } },
    // the list itself scrolls, because it belongs to the field, whose keys move through it
    Select: { defaultProps: { withScrollArea: false }, styles: { options: scrolling } },
    MultiSelect: { defaultProps: { withScrollArea: false }, styles: { options: scrolling } }
  }
})
