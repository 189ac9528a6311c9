import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalName } from '../src/accounts/index.ts'
import { coverageOf } from '../src/administration/index.ts'
import { applicationClass } from '../src/applications/index.ts'
import type { Engine } from '../src/engine.ts'
import { systemClock } from '../src/kernel/clock.ts'
import type { PolicyConfig, Rule } from '../src/policy/index.ts'
import { servedSurface } from '../src/server/surface.ts'
import type { Bench, Measure } from './kit/bench.ts'
import { inSeconds, timed } from './kit/seconds.ts'
import { openBenchEngine } from './verify/open.ts'
import { populate } from './verify/populate.ts'

const applications = 50
const mostSeconds = 60

const actor = { by: 'operator', name: 'bench' } as const
/** The whole proof over many accounts and fifty applications, under rules of each kind. */
export const bench: Bench = {
  name: 'coverage',
  async *run({ quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
    const people = quick ? 10_000 : 100_000
    const policy: Partial<PolicyConfig> = { mfa: 'offered', rules: [...rules] }
    const engine = await openBenchEngine(join(folder, 'coverage.db'), systemClock, {
      policy,
      surface: servedSurface,
    })
    try {
      await populate(engine, people)
      await addApplications(engine)
      const { result, took: value } = await timed(() => coverageOf(engine, { actor }))
      const { examined } = result
      const measure = `${people.toLocaleString('en')} accounts, ${applications} applications`
      yield inSeconds({ bench: 'coverage', measure, value, atMost: quick ? undefined : mostSeconds })
      yield count('kinds of accounts', examined.kinds)
      yield count('decisions asked for', examined.decisions)
    } finally {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

const rules: readonly Rule[] = [
  { name: 'money', what: { classes: ['banking'] }, need: 'phishing-resistant' },
  { name: 'outside', where: { outside: ['10.0.0.0/8', '192.168.0.0/16'] }, need: 'mfa' },
  { name: 'new browsers', where: { device: 'new' }, need: 'mfa' },
  { name: 'nights', when: { from: '20:00', to: '06:00', zone: 'Europe/Berlin' }, need: 'passwordless' },
  ...Array.from({ length: 200 }, (_, index) => ({
    name: `person ${index}`,
    who: { accounts: [`person ${index}`] },
    need: 'mfa',
  })),
]

async function addApplications(engine: Engine): Promise<void> {
  const classes = applicationClass.options
  for (let index = 0; index < applications; index++) {
    const name = canonicalName(`application ${index}`)
    if (!name.valid) throw new Error(`application ${index} is no name.`)
    const { application, statement } = engine.applications.create({
      name,
      class: classes[index % classes.length] ?? 'other',
    })
    const key = engine.apiKeys.create({ applicationId: application.id, scopes: ['verify', 'attempts'] })
    await engine.storage.book({ statements: [statement, key.statement], locks: [] })
  }
}

function count(measure: string, value: number): Measure {
  return { bench: 'coverage', measure, value, unit: '', against: null, ratio: null, target: null, met: null }
}
