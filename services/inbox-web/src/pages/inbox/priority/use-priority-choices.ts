import { levelOf, levels } from './level.ts'
import { useMessages } from './messages.ts'

/** All levels, plus the current priority if it is not one of them. */
export function usePriorityChoices(current: number) {
  const t = useMessages()
  const choices = (Object.keys(levels) as (keyof typeof levels)[]).map(level => ({
    value: String(levels[level]),
    label: t.levels[level]
  }))
  const level = levelOf(current)
  if (levels[level] === current) return choices
  return [{ value: String(current), label: t.otherLevel(t.levels[level], current) }, ...choices]
}
