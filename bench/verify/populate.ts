import { canonicalName } from '../../src/accounts/index.ts'
import { sealFor } from '../../src/authenticators/index.ts'
import type { Engine } from '../../src/engine.ts'
import { totpModule } from '../../src/factors/totp/index.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { Statement } from '../../src/storage/index.ts'
import { bookInBulk } from '../kit/in-bulk.ts'
import { nameOf, secretOf } from './people.ts'

/** Accounts with one active TOTP authenticator each. */
export function populate(engine: Engine, people: number): Promise<void> {
  return bookInBulk(engine, people, (person) => personStatements(engine, person))
}

function personStatements(engine: Engine, person: number): readonly Statement[] {
  const name = canonicalName(nameOf(person))
  if (!name.valid) throw new Error(`${nameOf(person)} is no name.`)
  const { account, statement } = engine.accounts.create({ name })
  const row = {
    id: newId<'authenticator'>({ clock: engine.storage.clock, random: engine.random }),
    accountId: account.id,
    factor: totpModule.id,
  }
  const added = engine.authenticators.add({
    ...row,
    applicationId: undefined,
    label: 'Phone',
    createdBy: account.id,
    createdAt: account.createdAt,
    data: sealFor(engine.box, 'data', row, dataOf(person)),
    counter: undefined,
    handle: undefined,
  })
  return [statement, added]
}

function dataOf(person: number) {
  return {
    secret: secretOf(person).toString('base64'),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    t0: 0,
    clock: { offset: 0, lean: { steps: 0, signIns: 0 }, barred: [] },
  }
}

/** The key of an application that may verify. */
export async function issueKey(engine: Engine): Promise<string> {
  const name = canonicalName('Bench')
  if (!name.valid) throw new Error('Bench is no name.')
  const { application, statement } = engine.applications.create({ name })
  const key = engine.apiKeys.create({ applicationId: application.id, scopes: ['verify'] })
  const outcome = await engine.storage.book({ statements: [statement, key.statement], locks: [] })
  if (outcome !== 'booked') throw new Error('The application was not booked.')
  return key.token
}
