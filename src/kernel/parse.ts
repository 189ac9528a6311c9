import type { z } from 'zod'
import { invalidInput } from './errors.ts'
import { issueWords } from './issue-words.ts'

const inWords = { error: issueWords }

/**
 * Parses at the border (style rule 7). Throws `input.invalid` naming the fields, never their values (G9);
 * `at` is put before each path.
 */
export function parseWith<Output>(schema: z.ZodType<Output>, value: unknown, at = ''): Output {
  const result = schema.safeParse(value, inWords)
  if (result.success) return result.data
  throw invalidInput(
    result.error.issues.slice(0, 20).map((issue) => ({
      path: [at, ...issue.path.map(String)].filter((part) => part !== '').join('.'),
      message: issue.message,
    })),
  )
}

/**
 * For what is parsed once in the life of a process, such as its configuration: compiling code for a schema takes longer
 * than that code saves *(25 ms of a start)*.
 */
export const readOnce: z.core.ParseContext<z.core.$ZodIssue> = { ...inWords, jitless: true }
