import { typedName } from '../src/accounts/index.ts'
import { createAccount } from '../src/administration/index.ts'
import { type EngineOptions, openEngine } from '../src/engine.ts'
import { type Clock, systemClock } from '../src/kernel/clock.ts'
import { parseWith } from '../src/kernel/parse.ts'

const day = 24 * 3_600_000
const operator = { by: 'operator', name: 'demo' } as const

/**
 * What happened before the curtain rose, eight days ago: somebody made Sam's account, and Sam confirmed the address.
 * Codes go only to an address that has stood for seven days (R12), and nobody waits a week in front of a demo.
 */
export async function playPast(
  options: EngineOptions,
  person: { readonly name: string; readonly password: string; readonly email: string },
): Promise<void> {
  const engine = await openEngine({ ...options, clock: eightDaysBehind })
  try {
    const { account } = await createAccount(engine, {
      actor: operator,
      ...person,
      name: parseWith(typedName, person.name),
    })
    const contacts = await engine.contacts.listOf(account.id)
    const statements = contacts.map(({ id }) => engine.contacts.verify(id))
    await engine.storage.book({ statements, locks: [account.id] })
  } finally {
    await engine.close()
  }
}

const eightDaysBehind: Clock = { ...systemClock, now: () => systemClock.now() - 8 * day }
