import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { typedName } from '../src/accounts/index.ts'
import { adviseInventory, bringAccessList } from '../src/administration/index.ts'
import { sealFor } from '../src/authenticators/index.ts'
import { type Engine, openEngine } from '../src/engine.ts'
import { newId } from '../src/kernel/ids.ts'
import { keyring, masterKey } from '../src/kernel/keyring.ts'
import type { Bench } from './kit/bench.ts'
import { bookInBulk } from './kit/in-bulk.ts'
import { median } from './kit/race.ts'
import { inSeconds, timed } from './kit/seconds.ts'

const mostSeconds = 10
const actor = { by: 'operator', name: 'bench' } as const
const systems = ['Webmail', 'E-Banking', 'CRM', 'Berlin VPN', 'Admin console', 'Wiki', 'Canteen', 'Fleet']
const password = {
  hash: '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0$ZGlnZXN0ZGlnZXN0',
  changedAt: 0,
  weak: false,
}

/** Advice on 100 thousand accounts, each with a password and a line on a list; on SQLite. */
export const bench: Bench = {
  name: 'inventory',
  async *run({ quick }) {
    const accounts = quick ? 10_000 : 100_000
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-inventory-'))
    const engine = await openEngine({
      database: join(folder, 'bench.db'),
      keys: keyring([masterKey(new Uint8Array(32).fill(42))]),
      baseUrl: 'https://sallyport.example',
      policy: { mfa: 'offered' },
    })
    try {
      await populate(engine, accounts)
      const importing = (await timed(() => importList(engine, accounts))).took
      const runs: number[] = []
      for (let run = 0; run < 3; run++)
        runs.push((await timed(() => adviseInventory(engine, { actor, query: {} }))).took)
      const many = accounts.toLocaleString('en')
      yield inSeconds({ bench: 'inventory', measure: `a list of ${many} lines taken over`, value: importing })
      const advice = { measure: `advice on ${many} accounts`, value: median(runs) }
      yield inSeconds({ bench: 'inventory', ...advice, atMost: mostSeconds })
    } finally {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

function populate(engine: Engine, accounts: number): Promise<void> {
  const createdAt = engine.storage.clock.now()
  return bookInBulk(engine, accounts, (number) => {
    const { account, statement } = engine.accounts.create({ name: typedName.parse(`person ${number}`) })
    const id = newId<'authenticator'>({ clock: engine.storage.clock, random: engine.random })
    const row = { id, accountId: account.id, factor: 'password' }
    const data = sealFor(engine.box, 'data', row, password)
    const rest = { applicationId: undefined, label: 'Password', createdBy: 'bench', createdAt }
    return [
      statement,
      engine.authenticators.add({ ...row, ...rest, data, counter: undefined, handle: undefined }),
    ]
  })
}

function importList(engine: Engine, accounts: number) {
  const lines = Array.from(
    { length: accounts },
    (_, number) => `person ${number},${systems[number % systems.length]}`,
  )
  return bringAccessList(engine, {
    actor,
    source: 'bench',
    text: ['account,system', ...lines].join('\n'),
    preview: false,
  })
}
