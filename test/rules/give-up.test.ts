import assert from 'node:assert/strict'
import { disableAccount } from '../../src/administration/index.ts'
import type { Application } from '../../src/applications/index.ts'
import {
  admit,
  type GivenProof,
  giveUpReferral,
  livingReferral,
  refer,
  startAttempt,
} from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  eachEngine,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  signIn,
  surroundings,
} from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'

const door = 'oidc'

async function applicationIn(engine: Engine): Promise<Application> {
  const { application, statement } = engine.applications.create({
    name: { shown: 'Wiki', key: 'wiki' as never },
  })
  assert.equal(await engine.storage.book({ statements: [statement], locks: [] }), 'booked')
  return application
}

/** Somebody is sent here, and shows so much. */
async function sentFrom(
  { engine }: { readonly engine: Engine },
  { id: applicationId }: Application,
  shows: readonly GivenProof[] = [],
  account = 'Alice',
) {
  const { token } = await refer(engine, { applicationId, door, wishes: {}, returnTo: '/oidc/back/1' })
  const referral = await livingReferral(engine, token)
  const portal = await engine.portal()
  const asked = { account, applicationId: portal.id, referral, surroundings }
  const started = await startAttempt(engine, asked)
  if (shows.length > 0) await prove(engine, started, [...shows])
  return { token, secret: started.secret }
}

type Sent = Awaited<ReturnType<typeof sentFrom>>

function giveUp(engine: Engine, { token, secret }: Pick<Sent, 'token' | 'secret'>, sessionToken?: string) {
  return giveUpReferral(engine, { referral: token, attempt: secret, sessionToken, surroundings })
}

function back(engine: Engine, { id }: Application, referral: string, sessionToken?: string) {
  return admit(engine, { sessionToken, applicationId: id, door, wishes: {}, surroundings, referral })
}

eachEngine(
  'who was sent goes back as nobody, once, and no session says yes in their stead',
  async (world) => {
    const { engine } = world
    const wiki = await applicationIn(engine)
    const alice = await person(world, 'Alice')
    const { token: session } = await signIn(world, alice)
    const sent = await sentFrom(world, wiki)
    assert.equal((await giveUp(engine, sent, session)).returnTo, '/oidc/back/1')
    assert.deepEqual(await back(engine, wiki, sent.token, session), {
      refused: 'given-up',
      because: 'turned-back',
    })
    assert.equal(await refusal(giveUp(engine, sent, session)), 'referral.over')
    assert.equal(await refusal(livingReferral(engine, sent.token)), 'referral.over')
    // What was half done for it is over, and what began the next one is not.
    assert.equal((await rowsOf(engine, 'attempts')).filter(({ referral_id }) => referral_id).length, 0)
    const { items } = await engine.audit.search({ event: 'referral.given-up' })
    assert.deepEqual(
      items.map(({ accountId, applicationId, reason, outcome }) => [
        accountId,
        applicationId,
        reason,
        outcome,
      ]),
      [[alice.account.id, wiki.id, 'referral.turned-back', 'refused']],
    )
  },
)

eachEngine('of being let in and giving up at once, one happens', async (world) => {
  const { engine } = world
  const wiki = await applicationIn(engine)
  const alice = await person(world, 'Alice')
  const { token: session } = await signIn(world, alice)
  for (let round = 0; round < 10; round++) {
    const sent = await sentFrom(world, wiki)
    const [left, entered] = await Promise.allSettled([
      giveUp(engine, sent, session),
      back(engine, wiki, sent.token, session),
    ])
    const letIn = entered.status === 'fulfilled' && entered.value.admitted !== undefined
    assert.notEqual(left.status === 'fulfilled', letIn)
  }
})

eachEngine('R16: what strangers give up is counted, and fills no trail', async (world) => {
  const { engine } = world
  const wiki = await applicationIn(engine)
  await person(world, 'Alice')
  for (let times = 0; times < 3; times++) await giveUp(engine, await sentFrom(world, wiki))
  assert.equal((await engine.audit.search({ event: 'referral.given-up' })).items.length, 0)
  const counted = (await rowsOf(engine, 'audit_refusals')).filter(
    ({ reason }) => reason === 'referral.turned-back',
  )
  assert.deepEqual(
    counted.map(({ owner_key, account_id, count }) => [owner_key, account_id, Number(count)]),
    [[wiki.id, null, 3]],
  )
})

eachEngine('why is found out here: a rule, nothing left to show, or their own wish', async (world) => {
  const wiki = await applicationIn(world.engine)
  const alice = await person(world, 'Alice')
  const becauseOf = async (engine: Engine, sent: Sent, session?: string) => {
    await giveUp(engine, sent, session)
    const outcome = await back(engine, wiki, sent.token, session)
    return outcome.refused === 'given-up' ? outcome.because : assert.fail(outcome.refused)
  }
  const { engine } = world
  assert.equal(await becauseOf(engine, await sentFrom(world, wiki, [passwordProof()])), 'turned-back')

  const { token: session } = await signIn(world, alice)
  const shut = await under(world, [rule('shut', { what: { applications: ['Wiki'] }, need: { deny: true } })])
  const there = { engine: shut }
  assert.equal(await becauseOf(shut, await sentFrom(there, wiki, [passwordProof()])), 'denied')
  assert.equal(await becauseOf(shut, await sentFrom(there, wiki), session), 'denied')
  // Of a name alone nothing is told, whatever the rules say.
  assert.equal(await becauseOf(shut, await sentFrom(there, wiki)), 'turned-back')

  const account = await passwordOnly(world, 'Bob')
  const marked = engine.accounts.setMarks(account, ['compromised'])
  await engine.storage.book({ statements: [marked], locks: [account.id] })
  const bob = await sentFrom(world, wiki, [passwordProof()], 'Bob')
  assert.equal(await becauseOf(engine, bob), 'no-way')

  const sent = await sentFrom(world, wiki, [passwordProof()])
  await disableAccount(engine, { actor: operator, accountId: alice.account.id, reason: 'left' })
  assert.equal(await becauseOf(engine, sent), 'denied')
})
