import assert from 'node:assert/strict'
import { changeAccount, forgetBrowsers, resetAuthenticators } from '../../src/administration/index.ts'
import { complete, currentProgress, startStepUp } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { forgetOwnBrowser, listAuthenticators, reportLost, runOperation } from '../../src/enrolment/index.ts'
import { decide, type Proved, satisfy } from '../../src/policy/index.ts'
import {
  begin,
  eachEngine,
  goodPassword,
  halfway,
  operator,
  type Person,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  setUpAdministrator,
  signIn,
  startAt,
  step,
  surroundings,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { rule } from '../kit/rules.ts'

const day = 86_400_000
const minute = 60_000

/** Signs in with both factors and asks to be remembered; the token that the browser gets. */
async function remember(world: World, owner: Person, engine = world.engine): Promise<string> {
  const done = await signIn(world, owner, { rememberBrowser: true }, engine)
  return done.rememberedToken ?? assert.fail('nothing was remembered')
}

/** A password and nothing else, at a browser with this token. */
async function passwordAt(engine: Engine, name: string, remembered: string | undefined) {
  const started = await startAt(engine, name)
  const where = { ...surroundings, remembered }
  const result = await prove(engine, started, [passwordProof()], { complete: {}, surroundings: where })
  return { ...result, started }
}

async function isIn(engine: Engine, name: string, remembered: string | undefined): Promise<boolean> {
  return (await passwordAt(engine, name, remembered)).completed !== undefined
}

/** What is remembered of an account, whether it counts or not. */
async function kept(engine: Engine, owner: Person): Promise<number> {
  const rows = await rowsOf(engine, 'remembered_browsers')
  return rows.filter((row) => row.account_id === owner.account.id).length
}

function eachRemembering(name: string, run: (world: World) => Promise<void>, rules: object[] = []): void {
  eachEngine(name, run, {
    policy: { mfa: 'required', remember: '30d', rules: rules as ReturnType<typeof rule>[] },
  })
}

eachRemembering(
  'a browser that is remembered needs the password alone, and another secret each time',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const first = await remember(world, alice)
    clock.advance(29 * day)
    const { completed } = await passwordAt(engine, 'Alice', first)
    const next = completed?.rememberedToken
    assert.ok(next !== undefined && next !== first)
    assert.equal(next.split('.')[0], first.split('.')[0])
    // Thirty days after the second factor was shown, however often it was used meanwhile.
    clock.advance(day)
    assert.equal(await isIn(engine, 'Alice', next), false)
  },
)

eachRemembering('decision 5: it raises no assurance, and amr says what was really shown', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const { completed } = await passwordAt(engine, 'Alice', await remember(world, alice))
  const session = completed?.session ?? assert.fail('it did not complete')
  assert.deepEqual([session.assurance, session.amr, session.factors], [1, ['pwd'], ['password']])
  assert.equal(engine.sessions.isFresh(session, 2), false)
})

eachRemembering(
  'nobody is remembered unasked, nor by a sign-in in which one factor was shown',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    assert.equal((await signIn(world, alice)).rememberedToken, undefined)
    const token = await remember(world, alice)
    const started = await startAt(engine, 'Alice')
    const { completed } = await prove(engine, started, [passwordProof()], {
      complete: { rememberBrowser: true },
      surroundings: { ...surroundings, remembered: token },
    })
    assert.equal(completed?.session.assurance, 1)
    assert.equal(await kept(engine, alice), 1)
    assert.deepEqual(
      (await rowsOf(engine, 'remembered_browsers')).map(
        (row) => Number(row.expires_at) - Number(row.shown_at),
      ),
      [30 * day],
    )
  },
)

eachRemembering('A-046: the cookie of one account is worth nothing to another', async (world) => {
  const { engine } = world
  const [alice] = [await person(world, 'Alice'), await person(world, 'Bob')]
  const token = await remember(world, alice)
  assert.equal(await isIn(engine, 'Bob', token), false)
  assert.equal(await isIn(engine, 'Alice', token), true)
})

eachRemembering('an application that asks for somebody brings no browser of theirs', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const token = await remember(world, alice)
  const started = await startAt(engine, 'Alice')
  const { completed } = await prove(engine, started, [passwordProof()], {
    complete: {},
    surroundings: { ...surroundings, remembered: token, onBehalf: true },
  })
  assert.equal(completed, undefined)
})

eachRemembering('G9: secrets of browsers are kept as hashes', async (world) => {
  const alice = await person(world, 'Alice')
  const token = await remember(world, alice)
  const text = JSON.stringify(await rowsOf(world.engine, 'remembered_browsers'))
  for (const part of token.split('.')) assert.ok(!text.includes(part))
})

eachRemembering('parallel tabs are not called theft, and each has a secret that goes on', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const token = await remember(world, alice)
  const tabs = await Promise.all([1, 2, 3].map(() => passwordAt(engine, 'Alice', token)))
  const next = tabs.map(({ completed }) => completed?.rememberedToken)
  assert.equal(new Set([...next, token]).size, 4)
  clock.advance(day)
  // Whichever answer came last is what the browser keeps.
  const after = await passwordAt(engine, 'Alice', next[1])
  assert.ok(after.completed?.rememberedToken)
  clock.advance(day)
  assert.equal(await isIn(engine, 'Alice', after.completed?.rememberedToken), true)
  assert.equal(await kept(engine, alice), 1)
})

eachRemembering(
  'a secret that was used up is a theft: the browser is forgotten, what stands on it ends, its owner hears of it',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const copied = await remember(world, alice)
    const owner = await passwordAt(engine, 'Alice', copied)
    clock.advance(2 * minute)
    const thief = await passwordAt(engine, 'Alice', copied)
    assert.equal(thief.completed, undefined)
    assert.equal(thief.progress.state, 'proving')
    assert.equal(await kept(engine, alice), 0)
    const { token, rememberedToken } = owner.completed ?? assert.fail('the owner was not let in')
    assert.equal(await refusal(engine.sessions.require(token, surroundings)), 'session.required')
    assert.equal(await isIn(engine, 'Alice', rememberedToken), false)
    const events = await engine.audit.search({ accountId: alice.account.id, limit: 100 })
    assert.ok(JSON.stringify(events).includes('browser.copied'))
  },
)

eachRemembering(
  'V-25: a copy is found out at every step behind the password, not only with it',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const where = async () => {
      const copied = await remember(world, alice)
      await passwordAt(engine, 'Alice', copied)
      clock.advance(2 * minute)
      return { ...surroundings, remembered: copied }
    }
    const looking = await where()
    const { secret } = await halfway(engine, 'Alice')
    assert.equal((await currentProgress(engine, secret, { surroundings: looking })).state, 'proving')
    assert.equal(await kept(engine, alice), 0)
    const ending = complete(engine, { secret, options: {}, surroundings: await where() })
    assert.equal(await refusal(ending), 'attempt.not-satisfied')
    assert.equal(await kept(engine, alice), 0)
  },
)

eachRemembering('G15: who has no password cannot have a browser forgotten', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const copied = await remember(world, alice)
  await passwordAt(engine, 'Alice', copied)
  clock.advance(2 * minute)
  const where = { ...surroundings, remembered: copied }
  const started = await startAt(engine, 'Alice')
  await refusal(prove(engine, started, [passwordProof('a wrong one entirely')], { surroundings: where }))
  assert.equal(await kept(engine, alice), 1)
})

/** What voids a browser, as its owner or the help desk does it. */
const voids: readonly (readonly [string, (world: World, owner: Person) => Promise<unknown>])[] = [
  [
    'its owner forgets it',
    async ({ engine }, { account }) => {
      const [browser] = await engine.remembered.ofAccount(account)
      const session = await newestSession(engine, account)
      await forgetOwnBrowser(engine, session, browser?.id ?? assert.fail('there is none'))
    },
  ],
  [
    'the help desk forgets it',
    ({ engine }, { account }) =>
      forgetBrowsers(engine, { actor: operator, accountId: account.id, reason: 'asked by phone' }),
  ],
  ['the password changes', changePassword],
  [
    'the account is marked',
    ({ engine }, { account }) =>
      changeAccount(engine, {
        actor: operator,
        accountId: account.id,
        reason: 'seen in a list',
        marks: ['compromised'],
      }),
  ],
  [
    'the second factors are reset',
    ({ engine }, { account }) =>
      resetAuthenticators(engine, { actor: operator, accountId: account.id, reason: 'phone lost' }),
  ],
  [
    'what it was made with is lost',
    async ({ engine }, { account, totp }) =>
      reportLost(engine, {
        authority: { by: 'session', session: await newestSession(engine, account) },
        authenticatorId: totp.id as Parameters<typeof reportLost>[1]['authenticatorId'],
        surroundings,
      }),
  ],
]

async function newestSession(engine: Engine, account: Person['account']) {
  const sessions = await engine.sessions.ofAccount(account.id)
  const full = sessions.filter(({ assurance }) => assurance >= 2)
  return full.toSorted((one, other) => other.createdAt - one.createdAt)[0] ?? assert.fail('no session')
}

async function changePassword({ engine }: World, { account }: Person): Promise<unknown> {
  const session = await newestSession(engine, account)
  const own = await listAuthenticators(engine, account.id)
  const password = own.find(({ factor }) => factor === 'password') ?? assert.fail('no password')
  return runOperation(engine, {
    session,
    authenticatorId: password.id,
    operation: 'change',
    input: { current: goodPassword, password: 'zephyr-anvil-marsh-28' },
    surroundings,
  })
}

for (const [what, voidIt] of voids)
  eachRemembering(`a browser is remembered no longer once ${what}`, async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const token = await remember(world, alice)
    const where = { ...surroundings, remembered: token }
    const { completed } = await passwordAt(engine, 'Alice', token)
    const standing = completed ?? assert.fail('it did not complete')
    assert.ok(await engine.sessions.read(standing.token, where))
    await voidIt(world, alice)
    const account = (await engine.accounts.find(alice.account.id)) ?? assert.fail('no account')
    assert.deepEqual(await engine.remembered.ofAccount(account), [])
    // R3: what came in by it is not enough from the same moment on.
    assert.equal(await engine.sessions.read(standing.token, where), undefined)
  })

eachRemembering(
  'R3: what a browser stood in for is brought by a step-up, and nothing else',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const { completed } = await passwordAt(engine, 'Alice', await remember(world, alice))
    const session = completed?.session ?? assert.fail('it did not complete')
    const [browser] = await engine.remembered.ofAccount(alice.account)
    await forgetOwnBrowser(engine, session, browser?.id ?? assert.fail('there is none'))
    const token = completed?.token
    assert.equal(await refusal(engine.sessions.require(token, surroundings)), 'step-up.required')
    const started = await startStepUp(engine, session, surroundings)
    clock.advance(step)
    const done = await prove(engine, started, [totpOf(world, alice)], { complete: {} })
    assert.equal(done.completed?.session.assurance, 2)
  },
)

eachRemembering('R3: a change of policy holds for sessions that a browser stands behind', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const { completed } = await passwordAt(engine, 'Alice', await remember(world, alice))
  const require = (node: Engine) => refusal(node.sessions.require(completed?.token, surroundings))
  clock.advance(10 * minute)
  const policy = { mfa: 'required' } as const
  assert.equal(await require(await world.node({ policy: { ...policy, remember: '5m' } })), 'step-up.required')
  assert.equal(await require(await world.node({ policy })), 'step-up.required')
  const strict = { ...policy, remember: '30d' }
  const asking = await world.node({ policy: { ...strict, rules: [rule('always')] } })
  assert.equal(await require(asking), 'step-up.required')
  assert.equal(await isIn(asking, 'Alice', completed?.rememberedToken), false)
  const closed = await world.node({ policy: { ...strict, rules: [rule('shut', { need: { deny: true } })] } })
  assert.equal(await require(closed), 'session.required')
})

eachRemembering(
  'a rule says how long for whom it fits, and a browser that was remembered for longer is asked',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const token = await remember(world, alice)
    const rows = await rowsOf(engine, 'remembered_browsers')
    assert.equal(Number(rows[0]?.expires_at) - Number(rows[0]?.shown_at), 7 * day)
    clock.advance(6 * day)
    const { completed } = await passwordAt(engine, 'Alice', token)
    clock.advance(day)
    assert.equal(await isIn(engine, 'Alice', completed?.rememberedToken), false)
  },
  [rule('weekly', { need: { strength: 'mfa', remembered: '7d' } })],
)

eachRemembering('G11: administrators are never remembered, and are not offered it', async (world) => {
  const admin = await setUpAdministrator(world)
  assert.equal((await signIn(world, admin, { rememberBrowser: true })).rememberedToken, undefined)
  const started = await startAt(world.engine, 'Admin')
  const { progress } = await prove(world.engine, started, [passwordProof()])
  assert.equal(progress.remembers, undefined)
})

eachRemembering('A-029: nothing is told of it before the first factor', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const token = await remember(world, alice)
  const started = await startAt(engine, 'Alice')
  const where = { ...surroundings, remembered: token }
  const end = complete(engine, { secret: started.secret, options: {}, surroundings: where })
  assert.equal(await refusal(end), 'attempt.not-satisfied')
  const { progress } = await prove(engine, started, [passwordProof()])
  assert.equal(progress.remembers, 30 * day)
})

eachRemembering(
  'R11, G10: what a browser stood in for changes no factor, and reports none lost',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const token = await remember(world, alice)
    const where = { ...surroundings, remembered: token }
    const started = await startAt(engine, 'Alice')
    await prove(engine, started, [passwordProof()], { surroundings: where })
    const authenticatorId = alice.totp.id as Parameters<typeof reportLost>[1]['authenticatorId']
    const authority = { by: 'attempt', secret: started.secret } as const
    assert.equal(
      await refusal(reportLost(engine, { authority, authenticatorId, surroundings: where })),
      'attempt.not-satisfied',
    )
    assert.equal(await refusal(begin(engine, started.secret, 'totp')), 'enrolment.not-allowed')
  },
)

eachRemembering('G4: its token is no session and no attempt', async (world) => {
  const { engine } = world
  const token = await remember(world, await person(world, 'Alice'))
  assert.equal(await engine.sessions.findLiving(token), undefined)
  assert.equal(await refusal(prove(engine, { secret: token }, [passwordProof()])), 'attempt.not-found')
  assert.equal(await engine.throttle.recognise(token), undefined)
})

eachRemembering('a browser is held against its account as it is now, each part for itself', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const token = await remember(world, alice)
  const { id, epoch } = (await engine.accounts.find(alice.account.id)) ?? assert.fail('no account')
  const rows = await engine.authenticators.ofAccount(id)
  const active = new Set<string>(rows.map((row) => row.id))
  const stateFor = async (holder: object) =>
    (await engine.remembered.recognise(token, { id, epoch, active, ...holder })).state
  assert.equal(await stateFor({}), 'recognised')
  assert.equal(await stateFor({ id: 'somebody-else' }), 'unknown')
  assert.equal(await stateFor({ epoch: epoch + 1 }), 'unknown')
  active.delete(alice.totp.id)
  assert.equal(await stateFor({}), 'unknown')
})

eachRemembering('N-04: it stands in for what is held, and so beside something known alone', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const token = await remember(world, alice)
  const { id, epoch } = (await engine.accounts.find(alice.account.id)) ?? assert.fail('no account')
  const rows = await engine.authenticators.ofAccount(id)
  const active = new Set<string>(rows.map((row) => row.id))
  const recognition = await engine.remembered.recognise(token, { id, epoch, active })
  const browser =
    recognition.state === 'recognised' ? recognition.browser : assert.fail('it is not recognised')
  const requirement = decide(engine.policy, {
    role: 'person',
    marks: [],
    applicationClass: 'other',
    confirmed: [{ factor: 'totp', role: 'factor', kinds: ['has'], usable: true }],
    invited: false,
  })
  const subject = { attemptId: 'a', accountId: id, epoch } as Parameters<typeof satisfy>[1]
  const enough = (kind: 'knows' | 'has', of = subject) =>
    satisfy(requirement, of, [shownOf(kind)], browser) !== undefined
  assert.deepEqual([enough('knows'), enough('has')], [true, false])
  assert.equal(enough('knows', { ...subject, epoch: epoch + 1 }), false)
})

function shownOf(kind: 'knows' | 'has'): Proved {
  const proof = { factor: 'test', authenticatorId: 'test', role: 'factor', kinds: [kind], amr: [] } as const
  return { ...proof, phishingResistant: false, userVerified: false, deviceBound: false, at: 0 }
}
