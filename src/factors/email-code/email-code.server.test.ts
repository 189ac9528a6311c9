import assert from 'node:assert/strict'
import { newApplication } from '../../../test/attacks/engine/doors.ts'
import { engineConformance, engineWith } from '../../../test/factor-conformance-engine.ts'
import {
  codeProof,
  eachEngine,
  halfway,
  type Person,
  passwordProof,
  person,
  prove,
  refusal,
  sessionOf,
  signIn,
  surroundings,
  type World,
} from '../../../test/kit/engine.ts'
import { issueChallenge, startAttempt, startStepUp } from '../../authentication/index.ts'
import { beginEnrolment, confirmEnrolment } from '../../enrolment/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { emailCodeFixture } from './test/holder.ts'
import { addMailbox, mailboxes } from './test/mailbox.ts'

const mail = mailboxes()
const options = { ...engineWith(emailCodeFixture), transports: [mail.transport] }
const factor = 'email-code'

engineConformance({
  ...emailCodeFixture,
  id: factor,
  world: options,
  prepare: async (world, owner) => {
    await addMailbox(world, owner)
  },
  sent: () => mail.nextCode(),
})

eachEngine(
  'N-15, R11: a code by mail beside the password lets one replace what was lost, and signs nobody in',
  async (world) => {
    await withMailbox(world, 'Alice')
    const started = await halfway(world.engine, 'Alice')
    const issued = await issueChallenge(world.engine, { secret: started.secret, factor, surroundings })
    assert.equal(issued.show.to, 'a…@mail.example')
    const proof = codeProof(await mail.nextCode(), factor)
    const { progress } = await prove(world.engine, started, [proof])
    assert.equal(progress.state, 'recovered')
    const { completed } = await prove(world.engine, started, [], { complete: {} }).catch(() => ({
      completed: undefined,
    }))
    assert.equal(completed, undefined)
  },
  options,
)

eachEngine(
  'R12: no code goes to an address that is unconfirmed, or younger than seven days',
  async (world) => {
    const wrong = { Alice: { verified: false }, Ben: { age: 6 * 24 * 3_600_000 } }
    for (const [name, standing] of Object.entries(wrong)) {
      const owner = await person(world, name)
      await addMailbox(world, owner, standing)
      for (const chosen of [{}, { address: `${name}@mail.example` }])
        assert.equal(await refusal(begin(world, owner, chosen)), 'mailbox.unsettled')
    }
  },
  options,
)

eachEngine(
  "A-043: no code goes to somebody else's address, nor to one that was removed",
  async (world) => {
    const { owner, contact } = await withMailbox(world, 'Alice')
    const ben = await person(world, 'Ben')
    await addMailbox(world, ben)
    assert.equal(await refusal(begin(world, ben, { address: 'alice@mail.example' })), 'mailbox.unsettled')
    const removal = world.engine.contacts.remove(contact.id)
    await world.engine.storage.book({ statements: [removal], locks: [] })
    const { secret } = await halfway(world.engine, owner.account.name)
    const asked = issueChallenge(world.engine, { secret, factor, surroundings })
    assert.equal(await refusal(asked), 'mailbox.unsettled')
  },
  options,
)

eachEngine(
  'R12, A-031: a code that was sent in time lets nobody in once its mailbox was taken off',
  async (world) => {
    const { owner, contact } = await withMailbox(world, 'Alice')
    const started = await halfway(world.engine, owner.account.name)
    await issueChallenge(world.engine, { secret: started.secret, factor, surroundings })
    const proof = codeProof(await mail.nextCode(), factor)
    const removal = world.engine.contacts.remove(contact.id)
    await world.engine.storage.book({ statements: [removal], locks: [] })
    assert.equal(await refusal(prove(world.engine, started, [proof])), 'proof.refused')
  },
  options,
)

eachEngine(
  'R12, A-031: a mailbox that is taken off while its code is booked confirms nothing and lets nobody in',
  async (world) => {
    const { engine } = world
    const overtaken = (contactId: Id<'contact'>) => ({
      ...engine,
      notices: {
        ...engine.notices,
        tell: async (...told: Parameters<typeof engine.notices.tell>) => {
          const removal = engine.contacts.remove(contactId)
          await engine.storage.book({ statements: [removal], locks: [] })
          return engine.notices.tell(...told)
        },
      },
    })
    const { owner, contact } = await withMailbox(world, 'Alice')
    const started = await halfway(engine, owner.account.name)
    await issueChallenge(engine, { secret: started.secret, factor, surroundings })
    const proof = codeProof(await mail.nextCode(), factor)
    assert.equal(await refusal(prove(overtaken(contact.id), started, [proof])), 'proof.refused')

    const ben = await person(world, 'Ben')
    const other = await addMailbox(world, ben)
    const { authority, begun } = await begin(world, ben, {})
    const confirming = confirmEnrolment(overtaken(other.id), {
      authority,
      authenticatorId: begun.authenticator.id,
      answer: { code: await mail.nextCode() },
      surroundings,
    })
    assert.equal(await refusal(confirming), 'mailbox.unsettled')
  },
  options,
)

eachEngine(
  'R11, A-032: no code is sent where nothing could come of it: in a step-up, and at the sign-in of another application',
  async (world) => {
    const { engine } = world
    const { owner } = await withMailbox(world, 'Alice')
    const session = await sessionOf(engine, (await signIn(world, owner)).token)
    const stepUp = await startStepUp(engine, session)
    const application = await newApplication(engine, 'shop')
    const elsewhere = await startAttempt(engine, {
      account: owner.account.name,
      applicationId: application.id,
      surroundings,
    })
    for (const started of [stepUp, elsewhere]) {
      await prove(engine, started, [passwordProof()])
      const asked = issueChallenge(engine, { secret: started.secret, factor, surroundings })
      assert.equal(await refusal(asked), 'challenge.not-offered')
    }
  },
  options,
)

eachEngine(
  'decision 3: it is off until somebody switches it on',
  async (world) => {
    const owner = await person(world, 'Alice')
    await addMailbox(world, owner)
    assert.equal(await refusal(begin(world, owner, {})), 'factor.unavailable')
  },
  { ...options, factors: {} },
)

async function begin(world: World, owner: Person, chosen: object) {
  const session = await sessionOf(world.engine, (await signIn(world, owner)).token)
  const authority = { by: 'session', session } as const
  const begun = await beginEnrolment(world.engine, { authority, factor, options: chosen, surroundings })
  return { authority, begun }
}

/** Somebody whose mailbox may let them back in. Leaves the clock a minute later. */
async function withMailbox(world: World, name: string) {
  const owner = await person(world, name)
  const contact = await addMailbox(world, owner)
  const { authority, begun } = await begin(world, owner, {})
  const answer = { code: await mail.nextCode() }
  await confirmEnrolment(world.engine, {
    authority,
    authenticatorId: begun.authenticator.id,
    answer,
    surroundings,
  })
  world.clock.advance(60_000)
  return { owner, contact }
}
