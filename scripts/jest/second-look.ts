import type { JestResult } from './run-jest.ts'

/** More files than these do not fail by chance. */
const MAX_FILES = 3

const escaped = (title: string) => title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

type Results = readonly (JestResult | undefined)[]

const failedFiles = (results: Results) =>
  results.flatMap(result => result?.testResults ?? []).filter(({ status }) => status === 'failed')

const failedIn = ({ assertionResults }: JestResult['testResults'][number]) =>
  assertionResults.filter(({ status }) => status === 'failed')

/**
 * What of `results` is to be run once more, as arguments of jest, a run each: of a file with failed tests the groups they
 * stand in, as later tests of a group may build on earlier ones. Empty if so much failed that it is no chance.
 */
export function secondLook(results: Results): string[][] {
  const files = failedFiles(results)
  if (files.length > MAX_FILES || results.includes(undefined)) return []
  return files.map(file => {
    const { name } = file
    const groups = new Set(failedIn(file).map(({ ancestorTitles }) => ancestorTitles[0]))
    // a file that could not be run at all, or a test outside of any group
    if (groups.size === 0 || groups.has(undefined)) return [name]
    return [name, '-t', `^(${[...groups].map(title => escaped(title!)).join('|')}) `]
  })
}

/** The full titles of the tests that failed; of files that could not be run, their names. */
export const failuresOf = (results: Results): string[] =>
  failedFiles(results).flatMap(file => {
    const failed = failedIn(file)
    return failed.length > 0 ? failed.map(({ fullName }) => fullName) : [file.name]
  })
