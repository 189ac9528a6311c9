import assert from 'node:assert/strict'
import { testHost } from '../../../../test/factor-conformance.ts'
import { SallyportError } from '../../../kernel/errors.ts'
import type { Importer, PoolEntry } from '../../factor.ts'
import { tokenConfig } from '../config.ts'
import { tokenImporters } from '../import/index.ts'
import type { Problem } from '../import/problem.ts'
import type { TokenData } from '../schema.ts'

const importers = tokenImporters(tokenConfig.parse({}), testHost())

export function importer(id: string): Importer<TokenData> {
  const found = importers.find((one) => one.id === id)
  assert.ok(found, `no importer ${id}`)
  return found
}

/** The importer that takes the file for one of its own: the first. */
export function recognised(file: Uint8Array): string | undefined {
  return importers.find((one) => one.recognises(file))?.id
}

/** Why a file was refused; fails the test where it was not. */
export async function problemsOf(reading: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await reading
  } catch (error) {
    assert.ok(error instanceof SallyportError, String(error))
    assert.equal(error.kind, 'invalid')
    return error.details.problems as readonly Problem[]
  }
  return assert.fail('the file was taken')
}

/** The secret of a token, in hexadecimal. */
export function secretOf({ data }: PoolEntry<TokenData>): string {
  return Buffer.from(data.secret, 'base64').toString('hex')
}
