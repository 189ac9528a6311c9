import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { engineConformance, engineWith } from '../../../test/factor-conformance-engine.ts'
import { type Issued, skipWithoutOpenssl as skip } from '../../../test/kit/authority.ts'
import {
  eachEngine,
  enrolMore,
  halfway,
  type Person,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  surroundings,
  testFactors,
  type World,
  type WorldOptions,
} from '../../../test/kit/engine.ts'
import { issueChallenge } from '../../authentication/index.ts'
import { asModule } from '../factor.ts'
import { smartCardModule } from './index.ts'
import {
  type CardOffice,
  certificateUrl,
  nonceIn,
  openOffice,
  presented,
  smartCardFixture,
} from './test/holder.ts'

const factor = 'smart-card'

describe('smart cards over the engine', { skip }, () => {
  if (skip) return
  const fixture = smartCardFixture()
  engineConformance({ ...fixture, id: factor, world: engineWith(fixture) })

  const office = openOffice()
  const options = worldOf(office)

  eachEngine(
    'a card is of one person only, and tells its owner what it is made out to',
    async (world) => {
      const card = office.issue()
      const [alice, mallory] = [await person(world, 'Alice'), await person(world, 'Mallory')]
      await add(world, alice, card)
      assert.equal(await refusal(add(world, mallory, card)), 'enrolment.refused')
      const rows = (await rowsOf(world.engine, 'authenticators')).filter((row) => row.factor === factor)
      assert.deepEqual(
        rows.flatMap(({ account_id, status }) => (status === 'active' ? [account_id] : [])),
        [alice.account.id],
      )
    },
    options,
  )

  eachEngine(
    'R13: a certificate counts once, for the browser and the question that it was presented for',
    async (world) => {
      const { engine } = world
      const card = office.issue()
      await add(world, await person(world, 'Alice'), card)
      const started = await halfway(engine, 'Alice')
      const { secret } = started
      const asked = await issueChallenge(engine, { secret, factor, surroundings })
      const proofs = [{ factor, proof: { nonce: nonceIn(asked.show) } }]
      await engine.presented.keep(
        { browser: 'spb_of-mallory', holder: 'elsewhere' },
        presented(card, asked.show),
      )
      assert.equal(await refusal(prove(engine, started, proofs)), 'smart-card.nothing-presented')
      await engine.presented.keep(
        { browser: surroundings.browser, holder: 'here' },
        presented(card, asked.show),
      )
      const { progress } = await prove(engine, started, proofs)
      assert.ok(progress)
      assert.equal(await engine.presented.take(surroundings.browser), undefined)
      const again = await halfway(engine, 'Alice')
      await issueChallenge(engine, { secret: again.secret, factor, surroundings })
      await engine.presented.keep(
        { browser: surroundings.browser, holder: 'here' },
        presented(card, asked.show),
      )
      assert.equal(await refusal(prove(engine, again, proofs)), 'proof.refused')
    },
    options,
  )
})

function worldOf({ root, listFile }: CardOffice): WorldOptions {
  const config = { anchors: [root.file], revocation: { lists: [listFile] } }
  const factorModules = [...testFactors(), asModule(smartCardModule)]
  return { factorModules, factors: { [factor]: config }, certificateUrl }
}

/** Adds a card in the portal, as its owner does. */
async function add(world: World, owner: Person, card: Issued) {
  const { engine } = world
  const session = await sessionOf(engine, (await signIn(world, owner)).token)
  return enrolMore(engine, session, factor, async (shown) => {
    await engine.presented.keep({ browser: surroundings.browser, holder: 'here' }, presented(card, shown))
    return { nonce: nonceIn(shown) }
  })
}
