import { fileRefused } from '../errors.ts'
import type { Problem } from './problem.ts'

/** The problems of one file: all are counted, a hundred are told, and one refuses the whole. */
export interface Problems {
  add(problem: Problem): void
  /** Throws `hotp-token.file` where there is one. */
  refuse(): void
}

const told = 100

export function collectProblems(): Problems {
  const problems: Problem[] = []
  let found = 0
  return {
    add(problem) {
      found++
      if (problems.length < told) problems.push(problem)
    },
    refuse() {
      if (found > 0) throw fileRefused(problems, found)
    },
  }
}

/** Refuses a whole file for one reason. */
export function refuseFile(reason: string, remedy: string, where = 'The file'): never {
  throw fileRefused([{ where, reason, remedy }], 1)
}

/** The same of one line of a table. */
export function refuseLine(line: number, reason: string): never {
  return refuseFile(reason, 'Check that the file is whole.', `Line ${line}`)
}
