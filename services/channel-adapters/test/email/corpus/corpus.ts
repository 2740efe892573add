import { automatics, reports } from './automatic.ts'
import type { Specimen } from './build.ts'
import { charsets } from './charsets.ts'
import { replies } from './replies.ts'
import { authentication, senders } from './senders.ts'
import { structure } from './structure.ts'
import { dates, threads } from './threads.ts'

/** Mails written for this purpose, each with the expected result. */
export const corpus: Specimen[] = [
  ...[...charsets, ...senders, ...authentication, ...structure, ...threads, ...dates],
  ...[...automatics, ...reports, ...replies]
]
