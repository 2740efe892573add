import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where servers are installed, for machines where only root's PATH has these folders. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/homebrew/sbin']

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Full path of an executable: in `first`, on PATH, or in the usual folders of servers. */
export function findBinary(name: string, path: string | undefined, first: readonly string[] = []): string | undefined {
  const folders = [...first, ...(path ?? '').split(delimiter).filter(Boolean), ...serverFolders]
  return folders.map(folder => join(folder, name)).find(isExecutable)
}
