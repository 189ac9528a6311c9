import assert from 'node:assert/strict'
import { resetAuthenticators } from '../../../src/administration/index.ts'
import {
  actorOf,
  eachEngine,
  enrolMore,
  person,
  refusal,
  rowsOf,
  sessionOf,
  setUpAdministrator,
  signIn,
  testFactors,
} from '../../kit/engine.ts'
import { nameTag } from '../../kit/name-tag.ts'

eachEngine(
  'G10: whoever phished a code of the help desk does not bind a key of their own by resetting that very account',
  async (world) => {
    const { engine } = world
    const admin = await setUpAdministrator(world)
    const helper = await person(world, 'Helen', 'help-desk')
    await enrolMore(engine, await sessionOf(engine, helper.token), 'name-tag', () => ({}))
    const { token } = await signIn(world, helper)
    const subject = { accountId: helper.account.id, reason: 'my phone is gone' }
    const own = { ...subject, actor: await actorOf(engine, helper, token) }
    assert.equal(await refusal(resetAuthenticators(engine, own)), 'administration.not-for-oneself')
    const kept = (await rowsOf(engine, 'authenticators')).filter(({ factor }) => factor === 'name-tag')
    assert.equal(kept.length, 1)
    await resetAuthenticators(engine, { ...subject, actor: await actorOf(engine, admin) })
  },
  { factorModules: [...testFactors(), nameTag().module] },
)
