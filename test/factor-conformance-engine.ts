import assert from 'node:assert/strict'
import fc from 'fast-check'
import { answerElsewhere, issueChallenge, lookElsewhere } from '../src/authentication/index.ts'
import type { Engine } from '../src/engine.ts'
import { beginEnrolment, confirmEnrolment, joinOffer } from '../src/enrolment/index.ts'
import type { FactorFixture, Shown } from './factor-conformance.ts'
import {
  addToPool,
  dumpOf,
  eachEngine,
  goodPassword,
  halfway,
  onTwoNodes,
  type Person,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  startAt,
  surroundings,
  tally,
  tamper,
  testFactors,
  type World,
  type WorldOptions,
} from './kit/engine.ts'

/** A factor over the whole engine: its person from the bare suite, and how that person reaches it here. */
export interface EngineFixture extends FactorFixture {
  readonly id: string
  /** What was shown and is held, for factors that come with the account itself. */
  holds?(owner: Person): { readonly authenticatorId?: string; readonly shown: Shown }
  /** What must stand before this person can begin: a mailbox that was confirmed long ago. */
  prepare?(world: World, owner: Person): Promise<void>
  /** What this person chooses when they begin, where each chooses something else. */
  optionsFor?(name: string): unknown
  /** The newest code that was sent to this person, for factors that speak first. */
  sent?(world: World, shown: Shown): string | Promise<string>
  /** Whether its proofs answer what is asked of them, where the factor has both sorts. */
  readonly asked?: boolean
  /** What its engine needs: the factor itself, where it is not among those of every test. */
  readonly world?: WorldOptions
}

interface Holder {
  readonly owner: Person
  readonly shown: Shown
  readonly authenticatorId: string
}

/** What the engine must do with every factor, whatever it is made of. Runs on both databases. */
export function engineConformance(fixture: EngineFixture): void {
  const { id, world: options = {} } = fixture

  eachEngine(
    `${id} over the engine: a right proof is accepted, its replay refused`,
    async (world) => {
      const holder = await enrolled(world, fixture, 'Alice')
      for (let nth = 0; nth < 2; nth++) {
        const started = await ready(world, fixture, 'Alice')
        const proof = await rightProof(world, fixture, holder, started.secret, nth)
        await prove(world.engine, started, [proof])
        if (!isReusable(world.engine, id)) {
          const again = await ready(world, fixture, 'Alice')
          assert.equal(await refusal(prove(world.engine, again, [proof])), 'proof.refused')
        }
        world.clock.advance(fixture.pace)
      }
    },
    options,
  )

  onTwoNodes(
    `${id} over the engine: of proofs at once on two nodes one is accepted`,
    async (world, nodes) => {
      const holder = await enrolled(world, fixture, 'Alice')
      if (isReusable(world.engine, id)) return
      const started = await ready(world, fixture, 'Alice')
      const proof = await rightProof(world, fixture, holder, started.secret, 0)
      const ends = await tally([...nodes, ...nodes].map((node) => prove(node, started, [proof])))
      assert.equal(ends.done, 1, JSON.stringify(ends))
    },
    options,
  )

  eachEngine(
    `${id} over the engine: what is Mallory's proves nothing for Alice`,
    async (world) => {
      const mallory = await enrolled(world, fixture, 'Mallory')
      await enrolled(world, fixture, 'Alice')
      const hers = await ready(world, fixture, 'Mallory')
      const proof = await rightProof(world, fixture, mallory, hers.secret, 0)
      if (isReusable(world.engine, id)) return
      const started = await ready(world, fixture, 'Alice')
      const named = { ...proof, authenticatorId: mallory.authenticatorId }
      for (const given of [proof, named])
        assert.equal(await refusal(prove(world.engine, started, [given])), 'proof.refused')
    },
    options,
  )

  eachEngine(
    `${id} over the engine: sealed data that was tampered with proves nothing, and tells nobody why`,
    async (world) => {
      const holder = await enrolled(world, fixture, 'Alice')
      const rows = await rowsOf(world.engine, 'authenticators')
      const sealed = Uint8Array.from(
        rows.find((row) => row.id === holder.authenticatorId)?.data as Uint8Array,
      )
      const started = await ready(world, fixture, 'Alice')
      const proof = await rightProof(world, fixture, holder, started.secret, 0)
      sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
      await tamper(world.engine, (db) =>
        db.updateTable('authenticators').set({ data: sealed }).where('id', '=', holder.authenticatorId),
      )
      assert.equal(await refusal(prove(world.engine, started, [proof])), 'proof.refused')
    },
    options,
  )

  eachEngine(
    `${id} over the engine: no input of another form changes a row`,
    async (world) => {
      const holder = await enrolled(world, fixture, 'Alice')
      const started = await ready(world, fixture, 'Alice')
      const right = await rightProof(world, fixture, holder, started.secret, 0)
      const before = await dumpOf(world.engine)
      const fields = Object.keys(Object(right.proof))
      const junk = [null, true, 0, -1, 1e21, '', [], {}, { $ne: null }, ['1'], '\u0000', '\ud800']
      const wrong: unknown[] = [
        ...junk,
        { ...Object(right.proof), more: 1 },
        JSON.parse(`{"__proto__":{"x":1},${JSON.stringify(right.proof).slice(1)}`),
        ...fields.flatMap((field) =>
          junk.filter((item) => item !== '').map((item) => ({ ...Object(right.proof), [field]: item })),
        ),
      ]
      for (const proof of wrong) {
        const end = await refusal(prove(world.engine, started, [{ factor: id, proof }]))
        if (end !== 'input.invalid')
          assert.ok(id === 'password' && end === 'proof.refused', `${end}: ${JSON.stringify(proof)}`)
      }
      if (id !== 'password') assert.equal(await dumpOf(world.engine), before)
    },
    options,
  )

  eachEngine(
    `${id} over the engine: no secret leaves it, and none lies in the database`,
    async (world) => {
      const holder = await enrolled(world, fixture, 'Alice')
      const started = await ready(world, fixture, 'Alice')
      const proof = await rightProof(world, fixture, holder, started.secret, 0)
      const { progress, notices } = await prove(world.engine, started, [proof])
      const wrong = await prove(world.engine, await ready(world, fixture, 'Alice'), [
        { factor: id, proof: fixture.wrongProof },
      ]).catch((error: Error) => [error.message, error.stack, JSON.stringify(error)])
      const secrets = [
        ...visibleSecrets(fixture, holder),
        ...textsIn(proof.proof),
        ...textsIn(fixture.wrongProof),
      ]
      const audit = [await rowsOf(world.engine, 'audit_events'), await rowsOf(world.engine, 'audit_refusals')]
      const said = JSON.stringify([progress, notices, wrong, audit], (_, item: unknown) =>
        typeof item === 'bigint' ? String(item) : item,
      )
      const dump = await dumpOf(world.engine)
      for (const secret of secrets.filter((text) => text.length > 5)) {
        assert.ok(!tells(said, secret), `${secret} was said`)
        assert.ok(!tells(dump, secret), `${secret} lies there`)
      }
    },
    options,
  )

  eachEngine(
    `${id} over the engine: any typed text is refused, or is the right one`,
    async (world) => {
      await enrolled(world, fixture, 'Alice')
      const started = await ready(world, fixture, 'Alice')
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), async (proof) => {
          const end = await refusal(prove(world.engine, started, [{ factor: id, proof }]))
          assert.ok(['input.invalid', 'proof.refused', 'throttled', 'attempt.expired'].includes(end), end)
        }),
        { numRuns: 60 },
      )
    },
    options,
  )
}

/** Whether a text holds a secret; digits count where they stand alone, for any number holds some six of them. */
function tells(text: string, secret: string): boolean {
  if (!/^\d+$/.test(secret)) return text.includes(secret)
  return new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`).test(text)
}

/** Somebody who holds this factor, enrolled by the use cases of the product. */
async function enrolled(world: World, fixture: EngineFixture, name: string): Promise<Holder> {
  const { engine, clock } = world
  const owner = await person(world, name)
  await fixture.prepare?.(world, owner)
  const held = fixture.holds?.(owner)
  if (held) {
    const rows = await engine.authenticators.ofAccount(owner.account.id)
    const row = rows.find(({ factor }) => factor === fixture.id)
    return { owner, shown: held.shown, authenticatorId: held.authenticatorId ?? row?.id ?? '' }
  }
  const authority = {
    by: 'session',
    session: await sessionOf(engine, (await signIn(world, owner)).token),
  } as const
  const options = fixture.optionsFor?.(name) ?? fixture.options ?? { to: name }
  const supplied = fixture.supply?.()
  if (supplied?.entry) await addToPool(engine, fixture.id, supplied.entry)
  const begun = await beginEnrolment(engine, { authority, factor: fixture.id, options, surroundings })
  const joined = await join(world, fixture, begun.show)
  const shown = { ...begun.show, ...joined, ...supplied?.held }
  const code = await fixture.sent?.(world, begun.show)
  const answer = code === undefined ? await fixture.answer(shown, clock.now()) : { code }
  await present(world, fixture, shown)
  const authenticatorId = begun.authenticator.id
  await confirmEnrolment(engine, { authority, authenticatorId, answer, surroundings })
  clock.advance(fixture.pace)
  return { owner, shown, authenticatorId }
}

/** An attempt in which this factor may be proved now. */
function ready(world: World, fixture: EngineFixture, name: string) {
  const first = world.engine.factors.find(fixture.id)?.traits.first
  return first ? startAt(world.engine, name) : halfway(world.engine, name)
}

async function rightProof(
  world: World,
  fixture: EngineFixture,
  { shown }: Holder,
  secret: string,
  nth: number,
) {
  const factor = fixture.id
  const speaks = fixture.asked ?? world.engine.factors.find(factor)?.challenge !== undefined
  const challenge = speaks ? await issueChallenge(world.engine, { secret, factor, surroundings }) : undefined
  await present(world, fixture, shown, challenge)
  await answerFromElsewhere(world, fixture, shown, challenge)
  if (fixture.sent) return { factor, proof: { code: await fixture.sent(world, shown) } }
  return { factor, proof: await fixture.prove({ shown, at: world.clock.now(), nth, challenge }) }
}

/** What the person's browser presents, kept for it as the door for certificates does. */
async function present(
  { engine }: World,
  { presents }: EngineFixture,
  shown: Shown,
  challenge?: { readonly show: Shown },
): Promise<void> {
  if (presents)
    await engine.presented.keep({ browser: surroundings.browser, holder: 'here' }, presents(shown, challenge))
}

/** Another device joins the offer; what it shows. */
async function join({ engine, clock }: World, { id, device }: EngineFixture, shown: Shown): Promise<Shown> {
  if (!device) return {}
  return joinOffer(engine, { factor: id, message: device.join(shown, clock.now()), surroundings })
}

/** It looks what it is asked, and says yes. */
async function answerFromElsewhere(
  { engine, clock }: World,
  { id, device }: EngineFixture,
  shown: Shown,
  challenge: { readonly show: Shown } | undefined,
): Promise<void> {
  if (!device || !challenge) return
  const at = clock.now()
  const asked = await lookElsewhere(engine, { factor: id, message: device.look(shown, at), surroundings })
  const message = device.answer(shown, challenge.show, asked?.show ?? {}, at)
  assert.equal(await answerElsewhere(engine, { factor: id, message, surroundings }), 'approved')
}

function isReusable(engine: Engine, id: string): boolean {
  return engine.factors.find(id)?.traits.first === true
}

function visibleSecrets(fixture: EngineFixture, { shown, owner }: Holder): readonly string[] {
  if (fixture.id === 'password') return [owner.password]
  return [...textsIn(shown).filter((text) => text.length > 15), ...listsIn(shown)]
}

function textsIn(value: unknown): readonly string[] {
  return Object.values(Object(value)).filter((field): field is string => typeof field === 'string')
}

function listsIn(value: unknown): readonly string[] {
  return Object.values(Object(value)).flatMap((field) => (Array.isArray(field) ? field.map(String) : []))
}

/** An engine that knows this factor besides those of every test, configured as its fixture says. */
export function engineWith({ module, config, host = {} }: FactorFixture): WorldOptions {
  const { certificateUrl } = host
  return { factorModules: [...testFactors(), module], factors: { [module.id]: config ?? {} }, certificateUrl }
}

/** The person with a password: it is proved first, and as often as one likes. */
export const passwordOverEngine: Pick<EngineFixture, 'prove' | 'holds' | 'wrongProof'> = {
  prove: () => passwordProof().proof,
  holds: () => ({ shown: { password: goodPassword } }),
  wrongProof: { password: 'not-this-oxbow-42' },
}
