import { readFileSync } from 'node:fs'
import { fileUnreadable } from './errors.ts'

/** A secret out of a file: arguments may be read by every user of a machine. */
export function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw fileUnreadable(file, cause)
  }
}
