import { Badge } from '@mantine/core'

/** Follows the name of a program; the word is the same in all our languages. */
export const BotMark = () => (
  <Badge component="span" size="xs" variant="light" color="gray" tt="none" ml={6} style={{ verticalAlign: 'middle' }}>
    Bot
  </Badge>
)

/** The same in a line of text. */
export const nameWithMark = ({ name, bot }: { name: string; bot?: unknown }): string => (bot ? `${name} (Bot)` : name)
