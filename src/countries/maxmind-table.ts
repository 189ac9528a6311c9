import { isCode } from './code.ts'
import { tableUnreadable } from './errors.ts'
import type { Table } from './table.ts'

/** What files with countries are called; others tell of networks and their owners. */
const withCountries = /country|city|location|enterprise/i

/** A file in the format of MaxMind, by whomever: GeoLite2, DB-IP, IPinfo. */
export async function readMaxMindTable(bytes: Buffer): Promise<Table> {
  const { Reader } = await import('mmdb-lib')
  const reader = openReader(Reader, bytes)
  const { databaseType } = reader.metadata
  if (!withCountries.test(databaseType))
    throw tableUnreadable(`it is called “${databaseType}”, and that tells of no countries`)
  return (address) => {
    try {
      return countryIn(reader.get(address))
    } catch {
      // A place in the file that is broken tells nothing.
      return undefined
    }
  }
}

function openReader(Reader: typeof import('mmdb-lib').Reader, bytes: Buffer) {
  try {
    return new Reader(bytes)
  } catch (error) {
    throw tableUnreadable('it is no MaxMind DB file, or not all of one', error)
  }
}

/** `country.iso_code` (MaxMind, DB-IP), `country_code` or `country` (IPinfo). */
function countryIn(record: unknown): string | undefined {
  const country = fieldOf(record, 'country')
  return [fieldOf(country, 'iso_code'), fieldOf(record, 'country_code'), country].find(isCode)
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
