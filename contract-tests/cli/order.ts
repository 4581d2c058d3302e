// The order in which the kit asks the files of the suite.
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { TestSequencer, TestSpecification } from 'vitest/node'
import { isOfNegatives } from './suite.ts'

const home = resolve(import.meta.dirname, '..')

/** Files that are shorter come behind the negatives, bytes. */
const short = 7000

/** How long a file takes, by its length: what asks something of every operation says little, and takes long. */
const lengthOf = (file: string): number => {
  if (dirname(file) === home) return Number.MAX_SAFE_INTEGER
  return isOfNegatives(file) ? short : statSync(file).size
}

const longestFirst = (files: readonly TestSpecification[]): TestSpecification[] => {
  const lengths = new Map(files.map(({ moduleId }) => [moduleId, lengthOf(moduleId)]))
  return files.toSorted((one, other) => lengths.get(other.moduleId)! - lengths.get(one.moduleId)!)
}

/** The order of the files: the long ones, then the negatives, and what is short at last, so that several instances end at the same time. */
export class LongestFirst implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    return longestFirst(files)
  }

  /** All of them are asked by one run. */
  shard(files: TestSpecification[]): TestSpecification[] {
    return files
  }
}
