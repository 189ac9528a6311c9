import {
  formatKeyUri,
  type Key,
  OtpError,
  parseKeyUri,
  parseMigrationLink,
  parseMigrationLinks,
} from '@sallyport/otp'
import { type Name, typedName } from '../accounts/index.ts'
import type { ImportProblem, OfferEntry } from '../administration/index.ts'
import type { Engine } from '../engine.ts'
import { readKeyUri } from '../enrolment/index.ts'
import { SallyportError } from '../kernel/errors.ts'

/** What was read; places are `line 3`, or `line 3, entry 2` of a migration link. */
export interface KeyEntries {
  readonly entries: readonly OfferEntry[]
  readonly problems: readonly ImportProblem[]
}

/** Reads key URIs and migration links, one a line; empty lines and those that start with # are passed over. */
export function readKeyEntries(engine: Engine, text: string, fallback: Name | undefined): KeyEntries {
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => ({ where: `line ${index + 1}`, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
  const links = lines.filter((line) => isMigration(line.text))
  const read = [
    ...(links.length === 0 ? [] : completeness(links.map((line) => line.text))),
    ...lines
      .flatMap((line) => keysOf(line))
      .map((found) => ('reason' in found ? found : entryOf(engine, found, fallback))),
  ]
  const entries = read.flatMap((one) => ('reason' in one ? [] : [one]))
  const problems = read.flatMap((one) => ('reason' in one ? [one] : []))
  return { entries, problems }
}

interface FoundKey {
  readonly where: string
  readonly key: Key
}

function keysOf({
  where,
  text,
}: {
  readonly where: string
  readonly text: string
}): readonly (FoundKey | ImportProblem)[] {
  try {
    if (!isMigration(text)) return [{ where, key: parseKeyUri(text, { allowIssuerMismatch: true }) }]
    return parseMigrationLink(text).keys.map((key, index) => ({ where: `${where}, entry ${index + 1}`, key }))
  } catch (error) {
    return [problemOf(where, error)]
  }
}

/** A large export comes in several links; with one missing, nobody would notice who was left behind. */
function completeness(links: readonly string[]): readonly ImportProblem[] {
  try {
    const byExport = Map.groupBy(links, (link) => parseMigrationLink(link).id)
    for (const own of byExport.values()) parseMigrationLinks(own)
    return []
  } catch (error) {
    return error instanceof OtpError && error.code === 'migration.incomplete'
      ? [problemOf('the links', error)]
      : []
  }
}

function entryOf(
  engine: Engine,
  { where, key }: FoundKey,
  fallback: Name | undefined,
): OfferEntry | ImportProblem {
  const issuer = key.issuer === undefined ? fallback : nameOf(key.issuer)
  const account = nameOf(key.account)
  if (!issuer) return { where, reason: 'it names no issuer', remedy: 'Name one with -i.' }
  if (!account)
    return { where, reason: 'its account is not a name', remedy: 'Change the name in the export.' }
  try {
    const taken = readKeyUri(engine, formatKeyUri({ ...key, issuer: undefined, account: 'account' }))
    if (!taken)
      return {
        where,
        reason: `no factor here takes over keys of the type ${key.type}`,
        remedy: 'Leave out this line.',
      }
    return { where, account, issuer, ...taken }
  } catch (error) {
    return problemOf(where, error)
  }
}

function nameOf(text: string): Name | undefined {
  return typedName.safeParse(text).data
}

function isMigration(text: string): boolean {
  return /^otpauth-migration:/i.test(text)
}

function problemOf(where: string, error: unknown): ImportProblem {
  if (!(error instanceof OtpError || error instanceof SallyportError)) throw error
  return {
    where,
    reason: error.message.replace(/\.$/, ''),
    remedy: 'Export it again, or leave out this line.',
  }
}
