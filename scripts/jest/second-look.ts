import type { JestResult } from './run-jest.ts'

/** More files than this do not fail by chance. */
const MAX_FILES = 3

const escaped = (title: string) => title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

type Results = readonly (JestResult | undefined)[]

const failedFiles = (results: Results) =>
  results.flatMap(result => result?.testResults ?? []).filter(({ status }) => status === 'failed')

const failedIn = ({ assertionResults }: JestResult['testResults'][number]) =>
  assertionResults.filter(({ status }) => status === 'failed')

/**
 * What to run once more of `results`, as arguments of jest, one run each: for a file with failed tests the groups that
 * contain them, as later tests in a group may build on earlier ones. Empty if too much failed to be chance.
 */
export function secondLook(results: Results): string[][] {
  const files = failedFiles(results)
  if (files.length > MAX_FILES || results.includes(undefined)) return []
  return files.map(file => {
    const { name } = file
    const groups = new Set(failedIn(file).map(({ ancestorTitles }) => ancestorTitles[0]))
    // the file could not be run at all, or a test is outside any group
    if (groups.size === 0 || groups.has(undefined)) return [name]
    return [name, '-t', `^(${[...groups].map(title => escaped(title!)).join('|')}) `]
  })
}

/** The full titles of failed tests, and the names of files that could not be run. */
export const failuresOf = (results: Results): string[] =>
  failedFiles(results).flatMap(file => {
    const failed = failedIn(file)
    return failed.length > 0 ? failed.map(({ fullName }) => fullName) : [file.name]
  })
