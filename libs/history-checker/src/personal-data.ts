import { type AnyDocument, connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import type { Isolated } from '@inbox/testing'

/** Where services keep what people write, and who they are. */
const KEPT = {
  queue: ['messages', 'notes', 'drafts', 'contacts', 'conversations'],
  channel_adapters: ['mails', 'set_aside_mails'],
  media: ['media']
} as const

const SAID = new Set(
  'text caption subject title description name email phone phones emails externalId aliases attributes'.split(' ')
)
/** Names that services know and may log: of our own people, and those that administrators give to things. */
const OF_OURS = new Set(['author', 'agent', 'channel', 'department', 'outbox', 'terms'])

/** Shorter ones, such as `Hello`, occur by chance. */
const MIN_LENGTH = 8
const MAX_DOCUMENTS = 5000

/** Contacts' texts, names, addresses and numbers that the services of a run have stored. */
export async function storedPersonalData(
  stores: Pick<Isolated, 'mongodbUrl' | 'database'>
): Promise<ReadonlySet<string>> {
  const said = new Set<string>()
  for (const [service, collections] of Object.entries(KEPT)) {
    const options = { url: stores.mongodbUrl, database: `${stores.database}_${service}` }
    await using database = await connectMongo({ ...options, logger: createLogger('personal-data', 'silent') })
    for (const name of collections)
      for (const document of await database.collection<AnyDocument>(name).find({}, { limit: MAX_DOCUMENTS }).toArray())
        gather(document, false, said)
  }
  return said
}

function gather(value: unknown, isSaid: boolean, said: Set<string>): void {
  if (typeof value === 'string') {
    if (isSaid && value.trim().length >= MIN_LENGTH) said.add(value.trim())
  } else if (Array.isArray(value)) {
    for (const part of value) gather(part, isSaid, said)
  } else if (value !== null && typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) if (!OF_OURS.has(key)) gather(part, isSaid || SAID.has(key), said)
  }
}

/** The lines that contain the beginning of one of these texts. */
export function linesThatTell(lines: Iterable<string>, said: ReadonlySet<string>): string[] {
  const byBeginning = new Map<string, string[]>()
  for (const text of said) {
    const logged = JSON.stringify(text).slice(1, -1).slice(0, 40)
    const beginning = logged.slice(0, MIN_LENGTH)
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), logged])
  }
  const tells = (line: string) => {
    for (let at = 0; at + MIN_LENGTH <= line.length; at += 1)
      if (byBeginning.get(line.slice(at, at + MIN_LENGTH))?.some(text => line.startsWith(text, at))) return true
    return false
  }
  return [...lines].filter(tells)
}
