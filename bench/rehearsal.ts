import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from '../src/accounts/index.ts'
import { rehearse } from '../src/administration/index.ts'
import { portalId } from '../src/applications/index.ts'
import type { Engine } from '../src/engine.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { rulebook } from '../src/policy/index.ts'
import type { AuditEntry } from '../src/storage/index.ts'
import type { Bench } from './kit/bench.ts'
import { inSeconds, timed } from './kit/seconds.ts'
import { openBenchEngine } from './verify/open.ts'
import { populate } from './verify/populate.ts'

const people = 10_000
const days = 30
const mostSeconds = 30
const perBooking = 100
const bookingsAtOnce = 8
const day = 86_400_000

const actor = { by: 'operator', name: 'bench' } as const

/** Asks half of the sign-ins for more, by their place, which may wait a while, and two people by name. */
const draft = rulebook.parse({
  rules: [
    { name: 'two people', who: { accounts: ['person 1', 'person 2'] }, need: 'phishing-resistant' },
    {
      name: 'outside',
      where: { outside: ['203.0.113.0/25'] },
      need: 'passwordless',
      grace: { days: 14, skips: 5 },
    },
  ],
})

/** A month of sign-ins, replayed under rules that are not applied. */
export const bench: Bench = {
  name: 'rehearsal',
  async *run({ quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
    const signIns = quick ? 100_000 : 1_000_000
    const policy = { mfa: 'offered' } as const
    const engine = await openBenchEngine(join(folder, 'rehearsal.db'), systemClock, { policy })
    try {
      await populate(engine, people)
      await record(engine, signIns)
      const { result, took: value } = await timed(() =>
        rehearse(engine, { actor, rulebook: draft, days: days + 1 }),
      )
      if (result.signIns !== signIns)
        throw new Error(`${result.signIns} of ${signIns} sign-ins were replayed.`)
      const measure = `${signIns.toLocaleString('en')} recorded sign-ins`
      yield inSeconds({ bench: 'rehearsal', measure, value, atMost: quick ? undefined : mostSeconds })
    } finally {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** Puts so many sign-ins of the last days into the trail, the oldest first, through the writer as everything else. */
async function record(engine: Engine, count: number): Promise<void> {
  const accounts = await engine.accounts.walk(undefined, people)
  const now = engine.storage.clock.now()
  let next = 0
  async function work(): Promise<void> {
    while (next < count) {
      const from = next
      next += perBooking
      const events = Array.from({ length: perBooking }, (_, index) => {
        const number = from + index
        return signInOf(accounts, number, now - Math.floor(((count - number) * days * day) / count))
      })
      await engine.storage.book({ statements: [], events, locks: [`bench-${from}`] })
    }
  }
  await Promise.all(Array.from({ length: bookingsAtOnce }, work))
}

function signInOf(accounts: readonly Account[], number: number, at: number): AuditEntry {
  const account = accounts[number % accounts.length]
  if (!account) throw new Error('There is nobody to sign in.')
  return {
    at,
    event: 'attempt.completed',
    outcome: 'accepted',
    actor: account.id,
    accountId: account.id,
    applicationId: portalId,
    source: `203.0.113.${number % 250}`,
    details: { purpose: 'sign-in', door: 'rest', assurance: 2, factors: 'password totp', vouched: false },
  }
}
