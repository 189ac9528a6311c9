import { fileRefused } from '../errors.ts'

/** Why something in a file cannot be brought in, and what helps. It names the place and never the secret. */
export interface Problem {
  readonly where: string
  readonly reason: string
  readonly remedy: string
}

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
