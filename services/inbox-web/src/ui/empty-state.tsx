import { Paper } from '@mantine/core'
import classes from './empty-state.module.css'

/** Replaces a table that would be empty, and says why it is. */
export const EmptyState = ({ children }: { children: string }) => <Paper className={classes.nothing}>{children}</Paper>
