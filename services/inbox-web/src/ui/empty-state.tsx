import { Paper } from '@mantine/core'
import classes from './empty-state.module.css'

/** In the place of a table that would be empty: why it is. */
export const EmptyState = ({ children }: { children: string }) => <Paper className={classes.nothing}>{children}</Paper>
