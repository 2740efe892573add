import { createReadStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { consumedQueues, isOurQueue, purgeQueues } from '@inbox/messaging'
import { mongoConfig, readEnvironment } from '@inbox/runtime'
import { openWholeDatabases, type WholeDatabases } from '@inbox/storage'
import { openFileStore } from './backup/file-store.ts'
import { findDamage, type Manifest, readDocuments, readManifest, savedFileOf } from './backup/format.ts'
import { type BrokerManagement, openBrokerManagement } from './broker-management.ts'
import { look } from './check.ts'
import { DATABASES, openDatabases } from './databases.ts'

const USAGE = `Restores everything to the moment of a backup. MONGODB_URL (and MONGODB_DATABASE_PREFIX), RABBITMQ_URL (and RABBITMQ_MANAGEMENT_URL) and MEDIA_STORE
select the stores. All services must be stopped.

  restore <folder>             verifies the backup, empties the broker, writes databases and files, and checks the result
  restore <folder> --replace   the same, replacing existing databases, whose contents are lost
  restore <folder> --verify    only verifies that the backup is intact
`

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** Restores a backup; resolves with the exit code: 1 if it is damaged, or if what was restored breaks an invariant. */
export async function restoreCommand(args: string[]): Promise<number> {
  const options = {
    replace: { type: 'boolean', default: false },
    verify: { type: 'boolean', default: false }
  } as const
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options })
  const [folder, ...others] = positionals
  if (!folder || others.length > 0) {
    process.stderr.write(USAGE)
    return 2
  }
  const manifest = await readManifest(folder)
  const damaged = await findDamage(folder, manifest)
  for (const damage of damaged) print({ damage })
  if (values.verify || damaged.length > 0) {
    print({ at: manifest.at, collections: manifest.collections.length, whole: damaged.length === 0 })
    return damaged.length > 0 ? 1 : 0
  }
  const { MONGODB_URL: url, MONGODB_DATABASE_PREFIX: prefix } = readEnvironment(mongoConfig)
  const broker = openBrokerManagement()
  const bytes = manifest.files && (await openFileStore())
  await refuseWhileServicesRun(broker)
  await using databases = await openWholeDatabases(url)
  const present = await databases.existing(DATABASES.map(name => `${prefix}_${name}`))
  if (present.length > 0 && !values.replace)
    throw new Error(`databases already exist (${present.join(', ')}): pass --replace to replace them`)
  // the messages waiting there are later than the backup
  await purgeQueues(broker.url, await namesOf(broker))
  for (const name of present) await databases.drop(name)
  await writeCollections(databases, manifest, { folder, prefix })
  for (const { id } of manifest.files ?? []) await bytes?.write(id, createReadStream(savedFileOf(folder, id)))
  print({ at: manifest.at, ...countsOf(manifest) })
  await using restored = openDatabases()
  try {
    // judged at the time of the backup: nothing ran since, so nothing is late
    const findings = await look(restored, { backMs: 86_400_000, at: new Date(manifest.at) })
    for (const finding of findings) print(finding)
    return findings.length > 0 ? 1 : 0
  } catch (error) {
    process.stderr.write(
      `Everything was restored but could not be checked (${(error as Error).message}): run ops check\n`
    )
    return 0
  }
}

const namesOf = async (broker: BrokerManagement) => (await broker.queues()).map(({ name }) => name).filter(isOurQueue)

const countsOf = ({ collections, files }: Manifest) => ({
  collections: collections.length,
  documents: collections.reduce((sum, { documents }) => sum + documents, 0),
  files: files?.length
})

/** A running service would write into what is being restored, and answer from what no longer exists. */
async function refuseWhileServicesRun(broker: BrokerManagement): Promise<void> {
  const consumed = await consumedQueues(broker.url, await namesOf(broker))
  if (consumed.length > 0)
    throw new Error(`services are still running: ${consumed.join(', ')} have consumers. Stop all services first`)
}

async function writeCollections(
  databases: WholeDatabases,
  { collections }: Manifest,
  { folder, prefix }: { folder: string; prefix: string }
): Promise<void> {
  for (const saved of collections)
    await databases.write(`${prefix}_${saved.database}`, saved.name, readDocuments(folder, saved), saved.indexes)
}
