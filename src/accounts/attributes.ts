import { z } from 'zod'
import { localDirectoryId } from '../directories/index.ts'

/** What rules may speak of besides groups: `department`, `employeeType`. Written in any case, and meant the same. */
export const attributeName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be the name of an attribute, such as department')

const attributeValue = z.string().trim().min(1).max(256)

const mostAttributes = 32
const mostValues = 32

/** Attributes of an account with their values, as somebody writes them. */
export const typedAttributes = z
  .record(attributeName, z.array(attributeValue).max(mostValues))
  .refine(
    (given) => Object.keys(given).length <= mostAttributes,
    `has more than ${mostAttributes} attributes`,
  )

/** Names and values as they count. A name that stands there with no value is known to have none. */
export type ToldAttributes = Readonly<Record<string, readonly string[]>>

/** What is known of an account. */
export interface AccountAttributes {
  readonly told: ToldAttributes
  /** What is not told, the account does not have: nobody else could tell. Otherwise it is not known (R15). */
  readonly complete: boolean
}

/** The values that an account has of one attribute, named as it counts; unknown where nobody has told, and somebody could. */
export function attributeOf(
  { told, complete }: AccountAttributes,
  name: string,
): readonly string[] | 'unknown' {
  const values = Object.hasOwn(told, name) ? told[name] : undefined
  return values ?? (complete ? none : 'unknown')
}

const none: readonly string[] = []

/** A value as it counts: the same in any case, however it was typed. */
export function foldAttribute(value: string): string {
  return value.normalize('NFKC').trim().toLowerCase()
}

/** What was told, as it counts; what is no attribute, or too much of it, is left out. */
export function foldAttributes(given: Readonly<Record<string, readonly string[]>>): ToldAttributes {
  const named = Object.entries(given).filter(([name]) => attributeName.safeParse(name).success)
  return Object.fromEntries(
    named.slice(0, mostAttributes).map(([name, values]) => [name.toLowerCase(), foldedValues(values)]),
  )
}

function foldedValues(values: readonly string[]): readonly string[] {
  const fit = values.filter((value) => attributeValue.safeParse(value).success)
  return [...new Set(fit.map(foldAttribute))].slice(0, mostValues).toSorted()
}

const storedAttributes = z.record(z.string(), z.array(z.string()))

/** What cannot be read is not known, of whomever (G6). Our own accounts have what was given to them, and nothing else. */
export function readAttributes(stored: unknown, directory: string): AccountAttributes {
  if (stored === undefined || stored === null) return { told: {}, complete: directory === localDirectoryId }
  const read = storedAttributes.safeParse(stored)
  return { told: read.data ?? {}, complete: read.success && directory === localDirectoryId }
}
