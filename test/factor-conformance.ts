import assert from 'node:assert/strict'
import { createCipheriv, createHmac } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type {
  Accepted,
  Candidate,
  ClientCertificate,
  Factor,
  FactorChallenge,
  FactorContext,
  FactorHost,
  FactorMessage,
  FactorModule,
  Offer,
  Person,
  PoolCandidate,
  PoolEntry,
  Verdict,
} from '../src/factors/factor.ts'
import { type Id, newId } from '../src/kernel/ids.ts'
import { silentLogger } from '../src/kernel/logger.ts'
import { showsNoLess } from '../src/policy/index.ts'

/** What an offer, a challenge or an operation showed to the person. */
export type Shown = Readonly<Record<string, unknown>>

/**
 * A person who holds one kind of authenticator. It knows only what was shown to them, so that the same fixture drives
 * the bare factor here and the whole engine, over any door and database.
 */
export interface FactorFixture {
  readonly module: FactorModule
  /** Its slice of the configuration; all defaults where left out. */
  readonly config?: unknown
  /** What the person chooses when they begin. */
  readonly options?: unknown
  /** What they choose before they are asked. */
  readonly asking?: unknown
  readonly origin?: string
  /** What of the host is not as usual: the way to other servers. */
  readonly host?: Partial<FactorHost>
  /** What this person was handed before they begin: a token out of a box. Another one each time. */
  supply?(): Supplied
  /** Its holder has one right proof, and no other after it. */
  readonly single?: true
  /** Milliseconds after which the person has another right proof. */
  readonly pace: number
  /** What confirms the enrolment, with what was sent for it; may be a promise. */
  answer(shown: Shown, at: number, messages?: readonly FactorMessage[]): unknown
  /** The `nth` right proof (0, 1, …), at a moment, as a door receives it. */
  prove(moment: Moment): unknown
  /** What their browser presents for the offer, or for a challenge of what was offered then. */
  presents?(shown: Shown, challenge?: Moment['challenge']): ClientCertificate
  /** Their other device, where answers come from elsewhere. */
  readonly device?: OtherDevice
  /** Well-formed, and wrong whatever the secret is. */
  readonly wrongProof: unknown
  /** More that the proof's schema must refuse, besides every JSON type that the suite tries by itself. */
  readonly malformed: readonly unknown[]
  /** What must never leave the factor but by `show`: secrets, codes, hashes, as text. */
  secrets(shown: Shown, data: unknown): readonly string[]
}

/** What a person's other device sends. It knows what it is shown, and what its owner reads on the other screen. */
export interface OtherDevice {
  join(shown: Shown, at: number): unknown
  look(shown: Shown, at: number): unknown
  answer(shown: Shown, challenge: Shown, question: Shown, at: number): unknown
}

/** What somebody holds of a token; it stands beside what is shown to them. */
export interface Supplied {
  readonly held: Shown
  /** What of it lies in the pool. */
  readonly entry?: PoolEntry<unknown>
}

export interface Moment {
  readonly shown: Shown
  readonly at: number
  readonly nth: number
  /** Where the server spoke first: what it showed. */
  readonly challenge?: Pick<FactorChallenge<unknown>, 'show' | 'messages'> | undefined
}

/** A factor with one person enrolled, and the moment at which they were. */
export interface Enrolled {
  readonly factor: Factor
  readonly shown: Shown
  readonly answer: unknown
  readonly candidate: Candidate<unknown>
  readonly context: FactorContext
}

/** 2027-01-15T08:00:00Z: every time in the suite is counted from here. */
export const start = 1_800_000_000_000

/** What every factor must do, whatever it is made of. Call it once in each factor's test file. */
export function factorConformance(name: string, fixture: FactorFixture): void {
  describe(`${name} conforms to the contract`, () => {
    it('accepts a right proof, and refuses its replay once its spend is written (A-001, V-30, V-44)', async () => {
      const enrolled = await enrol(fixture)
      const { accepted, proof, context, expected } = await proveOnce(fixture, enrolled)
      const candidate = applySpend(enrolled, accepted)
      if (accepted.spends.type === 'reusable' || accepted.spends.type === 'challenge') return
      for (const later of [0, 1, fixture.pace / 2, fixture.pace]) {
        const at = context.at + later
        const again = await verify(enrolled.factor, [candidate], proof, { ...context, at }, expected)
        assert.equal(again.accepted, false)
      }
    })

    it('names one spend for two proofs judged side by side, so that one conditional write decides (A-005, A-010)', async () => {
      const enrolled = await enrol(fixture)
      const { accepted, proof, context, expected } = await proveOnce(fixture, enrolled)
      const twin = await verify(enrolled.factor, [enrolled.candidate], proof, context, expected)
      assert.ok(twin.accepted)
      assert.deepEqual(twin.spends, accepted.spends)
      assert.equal(twin.authenticatorId, accepted.authenticatorId)
    })

    it('keeps on accepting, proof after proof, each with its own spend', async () => {
      if (fixture.single) return
      let enrolled = await enrol(fixture)
      const spends = new Set<string>()
      for (let nth = 0; nth < 3; nth++) {
        const { accepted } = await proveOnce(fixture, enrolled, nth)
        spends.add(stringify(accepted.spends))
        enrolled = { ...enrolled, candidate: applySpend(enrolled, accepted) }
      }
      assert.ok(spends.size === 3 || spends.size === 1)
    })

    it('spends what confirmed the enrolment (C-13)', async () => {
      const { factor, candidate, answer, context } = await enrol(fixture)
      const proof = factor.proof.safeParse(answer)
      if (!proof.success || factor.challenge || factor.traits.first) return
      const verdict = await verify(factor, [candidate], proof.data, context)
      assert.equal(verdict.accepted, false)
    })

    it('takes no proof again after a restore that has forgotten it (R17)', async () => {
      const enrolled = await enrol(fixture)
      const { factor, candidate } = enrolled
      const { accepted, proof, context } = await proveOnce(fixture, enrolled)
      if (accepted.spends.type === 'reusable' || factor.challenge) return
      const { data, counter } = candidate
      const renewed = factor.afterRestore?.({ data, counter }, context.at)
      if (renewed === 'void') return
      const restored = {
        ...candidate,
        data: reopen(factor, renewed?.data ?? data),
        counter: renewed?.counter ?? counter,
      }
      const again = await verify(factor, [restored], proof, context)
      assert.equal(again.accepted, false)
    })

    it("never accepts one account's proof for another's authenticator (A-043, V-43)", async () => {
      const [alice, mallory] = [await enrol(fixture), await enrol(fixture)]
      const { proof, context, expected } = await proveOnce(fixture, mallory)
      const verdict = await verify(alice.factor, [alice.candidate], proof, context, expected)
      assert.equal(verdict.accepted, false)
    })

    it('accepts only an authenticator that it was shown, also among several', async () => {
      const [first, second] = [await enrol(fixture), await enrol(fixture)]
      if (first.factor.traits.perAccount === 1) return
      const { proof, context, expected } = await proveOnce(fixture, second)
      const verdict = await verify(
        first.factor,
        [first.candidate, second.candidate],
        proof,
        context,
        expected,
      )
      assert.ok(verdict.accepted)
      assert.equal(verdict.authenticatorId, second.candidate.id)
    })

    it('refuses for an unknown account at the cost of a known one, whatever the proof (A-028)', async () => {
      const host = countingHost()
      const [stranger, enrolled] = [await enrol(fixture, host), await enrol(fixture, host)]
      const { factor } = enrolled
      const { proof, context, expected } = await proveOnce(fixture, enrolled)
      for (const tried of [proof, wrongProof(fixture, factor)]) {
        const [known, unknown] = [
          await host.counting(() => verify(factor, [stranger.candidate], tried, context, expected)),
          await host.counting(() => verify(factor, [], tried, context, expected)),
        ]
        assert.deepEqual([known.result.accepted, unknown.result.accepted], [false, false])
        assert.deepEqual(unknown.calls, known.calls)
      }
    })

    it('refuses a wrong proof with nothing but a reason and data to keep', async () => {
      const enrolled = await enrol(fixture)
      const { context, expected } = await proveOnce(fixture, enrolled)
      const proof = wrongProof(fixture, enrolled.factor)
      const verdict = await verify(enrolled.factor, [enrolled.candidate], proof, context, expected)
      assert.ok(!verdict.accepted)
      const unexpected = Object.keys(verdict).filter((key) => !refusedKeys.includes(key))
      assert.deepEqual(unexpected, [])
      if (verdict.data !== undefined) assert.deepEqual(reopen(enrolled.factor, verdict.data), verdict.data)
    })

    it('refuses unknown fields and every wrong JSON type by its schema (A-111, A-112)', async () => {
      const enrolled = await enrol(fixture)
      const { raw } = await proveOnce(fixture, enrolled)
      const wrong = [...jsonValues, ...fixture.malformed, [raw], ...wrongFields(raw)]
      for (const proof of wrong) {
        const parsed = enrolled.factor.proof.safeParse(proof)
        assert.equal(parsed.success, false, `took ${stringify(proof)}`)
      }
    })

    it('throws at no input that its schema lets through, nor at any typed code', async () => {
      const enrolled = await enrol(fixture)
      const { factor, candidate } = enrolled
      const { raw, context, expected } = await proveOnce(fixture, enrolled)
      const inputs = fc.oneof(fc.jsonValue(), mutationsOf(raw))
      await fc.assert(
        fc.asyncProperty(inputs, async (input) => {
          const parsed = factor.proof.safeParse(input)
          if (parsed.success) await verify(factor, [candidate], parsed.data, context, expected)
        }),
        { numRuns: 300 },
      )
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (code) => {
          const proof = factor.fromCode?.(code)
          assert.ok(proof === undefined || factor.proof.safeParse(proof).success)
        }),
      )
    })

    it('lets no secret out: verdicts, notices, description, guide and errors (G9, A-090)', async () => {
      const enrolled = await enrol(fixture)
      const { factor, shown, candidate } = enrolled
      const { accepted, raw, context, expected } = await proveOnce(fixture, enrolled)
      const refused = await verify(factor, [candidate], wrongProof(fixture, factor), context, expected)
      const secrets = [...fixture.secrets(shown, candidate.data), ...textsIn(raw)]
      const errors = [...wrongFields(raw), [raw]].map((proof) => factor.proof.safeParse(proof).error)
      const broken = factor.data.safeParse({ ...Object(candidate.data), tampered: true }).error
      const said = [
        ...[accepted, refused].map(withoutSealed),
        ...errors.map((error) => [error?.message, error?.issues]),
        [broken?.message, broken?.issues],
        factor.describe?.(candidate.data),
        factor.guide,
        factor.messages,
        factor.traits,
      ]
      const text = said.map(stringify).join('\n')
      for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} came out`)
    })

    it('reads back what it keeps, and refuses data that was tampered with (F-28, A-097)', async () => {
      const enrolled = await enrol(fixture)
      const { accepted } = await proveOnce(fixture, enrolled)
      for (const data of [enrolled.candidate.data, applySpend(enrolled, accepted).data]) {
        assert.deepEqual(reopen(enrolled.factor, data), data)
        for (const tampered of [...jsonValues, ...wrongFields(data)]) {
          const parsed = enrolled.factor.data.safeParse(tampered)
          assert.equal(parsed.success, false, `took ${stringify(tampered)}`)
        }
      }
    })

    it('says of an accepted proof what its traits allow (R13, R-15)', async () => {
      const enrolled = await enrol(fixture)
      const { factor, candidate } = enrolled
      const { accepted } = await proveOnce(fixture, enrolled)
      const { spends, kinds, amr } = accepted
      assert.ok(kinds.every((kind) => factor.traits.kinds.includes(kind)))
      assert.ok(amr.every((value) => registeredAmr.includes(value)))
      if (spends.type === 'reusable') assert.ok(factor.traits.first && kinds.includes('knows'))
      if (spends.type === 'challenge') assert.ok(factor.challenge)
      if (spends.type === 'counter') assert.ok(spends.counter > (candidate.counter ?? -1n))
      if (factor.traits.phishingResistant) assert.ok(factor.challenge)
    })

    it('says of an authenticator at rest no less than it shows (R11)', async () => {
      const enrolled = await enrol(fixture)
      const { accepted } = await proveOnce(fixture, enrolled)
      const { strength, traits } = enrolled.factor
      const plain = { kinds: traits.kinds, userVerified: false, deviceBound: false }
      assert.ok(showsNoLess(strength?.(enrolled.candidate.data) ?? plain, accepted))
    })

    it('has words for each of its notices, and a guide that teaches', async () => {
      const enrolled = await enrol(fixture)
      const { factor } = enrolled
      const { accepted } = await proveOnce(fixture, enrolled)
      for (const notice of accepted.notices ?? []) assert.ok(factor.messages[notice.id], notice.id)
      const { guide } = factor
      for (const text of [guide.name, guide.summary, guide.needs, ...guide.steps, ...guide.tips])
        assert.ok(text.trim())
      assert.ok(guide.steps.length > 1)
      for (const { grade, why } of [guide.cost, guide.ease, guide.security])
        assert.ok(why && grade >= 1 && grade <= 5)
    })
  })
}

/** The person of this suite, and where they read mail. */
const somebody = {
  name: 'ana@example.com',
  contacts: [],
  mailboxes: [{ id: 'her-mailbox' as Id<'contact'>, address: 'ana@example.com' }],
}

/** Enrols one new person, as the engine does: offer, seal, open, confirm, seal, open. */
export async function enrol(fixture: FactorFixture, host: FactorHost = testHost()): Promise<Enrolled> {
  const factor = fixture.module.create(fixture.module.config.parse(fixture.config ?? {}), {
    ...host,
    ...fixture.host,
  })
  const context: FactorContext = {
    at: start,
    application: { id: newId(host), name: 'Blog' },
    ...(fixture.origin ? { origin: fixture.origin } : {}),
  }
  const person: Person = { ...somebody, accountId: newId(host) }
  const options = factor.options?.parse(fixture.options)
  const offer = await factor.offer({ person, options, existing: [], context })
  const supplied = fixture.supply?.()
  const joined = joinedBy(fixture, factor, offer)
  const shown = { ...offer.show, ...joined?.show, ...supplied?.held }
  const answer = offer.confirms
    ? factor.answer.parse(await fixture.answer(shown, start, offer.messages))
    : undefined
  const pending = factor.pending.parse(JSON.parse(JSON.stringify(joined?.pending ?? offer.pending)))
  const redeemed = await redeem(factor, answer, pending)
  const claimed = supplied?.entry && claimedOf(factor, factor.claims?.(pending, answer), supplied.entry)
  const confirmed = await factor.confirm({
    pending,
    answer: redeemed,
    ...(claimed ? { claimed } : {}),
    person,
    context: presenting(fixture, context, shown),
  })
  assert.ok(confirmed.accepted, 'the right answer was refused')
  const candidate = {
    id: newId<'authenticator'>(host),
    accountId: person.accountId,
    label: 'test',
    counter: confirmed.counter,
    data: reopen(factor, confirmed.data),
    lastUsedAt: undefined,
  }
  return { factor, shown: { ...shown, ...confirmed.show }, answer, candidate, context }
}

/** The offer, once another device has joined it. */
function joinedBy({ device }: FactorFixture, { elsewhere }: Factor, { show, pending }: Offer<unknown>) {
  if (!device || !elsewhere) return undefined
  const message = elsewhere.messages.join.parse(device.join(show, start))
  const joined = elsewhere.join({ pending, message, context: { at: start } })
  assert.ok(joined, 'the device could not join')
  return joined
}

/** What another device answers, as the engine keeps it for the proof. */
function answeredBy(
  { device }: FactorFixture,
  { factor, shown }: Enrolled,
  challenge: FactorChallenge<unknown> | undefined,
  at: number,
): { readonly answer?: unknown } {
  if (!device || !challenge || !factor.elsewhere) return {}
  const asked = factor.elsewhere.question(challenge.expected)
  return { answer: factor.elsewhere.messages.answer.parse(device.answer(shown, challenge.show, asked, at)) }
}

function presenting(
  { presents }: FactorFixture,
  context: FactorContext,
  shown: Shown,
  challenge?: Moment['challenge'],
): FactorContext {
  return presents ? { ...context, clientCertificate: presents(shown, challenge) } : context
}

/** What the engine finds in the pool under the handle that a confirmation claims. */
function claimedOf(
  factor: Factor,
  handle: string | undefined,
  { label, counter, data, ...entry }: PoolEntry<unknown>,
): PoolCandidate<unknown> | undefined {
  if (handle !== entry.handle) return undefined
  const id = 'pooled' as Id<'authenticator'>
  return {
    id,
    label,
    counter,
    data: reopen(factor, data),
    lastUsedAt: undefined,
    handle,
    expiresAt: entry.expiresAt,
  }
}

/** What the engine writes when it books an accepted verdict. */
export function applySpend(enrolled: Enrolled, verdict: Accepted<unknown>): Candidate<unknown> {
  const { factor, candidate } = enrolled
  const { spends } = verdict
  const data = spends.type === 'element' ? spends.remaining : (verdict.data ?? candidate.data)
  const counter = spends.type === 'counter' ? spends.counter : candidate.counter
  return { ...candidate, counter, data: reopen(factor, data) }
}

/** The person's next proof, challenged where the factor speaks first, and its acceptance. */
export async function proveOnce(fixture: FactorFixture, enrolled: Enrolled, nth = 0) {
  const { factor, shown, candidate } = enrolled
  const asking = { ...enrolled.context, at: start + (nth + 1) * fixture.pace }
  const person = async () => ({ ...somebody, accountId: candidate.accountId })
  const challenge = await factor.challenge?.({
    candidates: [candidate],
    person,
    options: factor.asking?.parse(fixture.asking),
    context: { ...asking, purpose: 'sign-in' },
  })
  const context = {
    ...presenting(fixture, asking, shown, challenge),
    ...answeredBy(fixture, enrolled, challenge, asking.at),
  }
  const expected = challenge && factor.expected?.parse(JSON.parse(JSON.stringify(challenge.expected)))
  const raw = await fixture.prove({ shown, at: context.at, nth, challenge })
  const proof = await redeem(factor, factor.proof.parse(raw), expected)
  const accepted = await verify(factor, [candidate], proof, context, expected)
  assert.ok(accepted.accepted, 'the right proof was refused')
  return { accepted, raw, proof, context, expected }
}

/** What another server says of it, where one has to be asked. */
async function redeem(factor: Factor, proof: unknown, expected: unknown): Promise<unknown> {
  return factor.redeem ? factor.redeem({ proof, expected, context: { at: start, source: undefined } }) : proof
}

/** One stream for the whole run: secrets differ, and a six-digit code that fits by chance does so each time or never. */
const stream = createCipheriv('aes-256-ctr', Buffer.alloc(32, 'factor conformance'), Buffer.alloc(16))

/** A host with a fixed clock, a fixed key and repeatable randomness. */
export function testHost(): FactorHost {
  return {
    clock: { now: () => start, monotonic: () => 0 },
    random: { bytes: (size) => new Uint8Array(stream.update(new Uint8Array(size))) },
    mac: (purpose, data) => new Uint8Array(createHmac('sha256', `test key ${purpose}`).update(data).digest()),
    baseUrl: 'http://localhost:8080',
    name: 'Sallyport',
    canDeliver: () => true,
    smsCountries: ['DE', 'US'],
    fetch: () => Promise.reject(new Error('no network in this test')),
    logger: silentLogger,
  }
}

function countingHost() {
  const host = testHost()
  let calls: string[] = []
  return {
    ...host,
    random: {
      bytes(size: number) {
        calls.push(`random ${size}`)
        return host.random.bytes(size)
      },
    },
    mac(purpose: string, data: Uint8Array) {
      calls.push(`mac ${purpose} ${data.length}`)
      return host.mac(purpose, data)
    },
    async counting<Result>(run: () => Promise<Result>) {
      calls = []
      return { result: await run(), calls }
    },
  }
}

function verify(
  factor: Factor,
  candidates: readonly Candidate<unknown>[],
  proof: unknown,
  context: FactorContext,
  expected?: unknown,
): Promise<Verdict<unknown>> {
  const [first] = candidates
  return factor.verify({
    candidates,
    proof,
    context,
    ...(expected === undefined ? {} : { expected }),
    ...(first ? { person: async () => ({ ...somebody, accountId: first.accountId }) } : {}),
  })
}

function wrongProof(fixture: FactorFixture, factor: Factor): unknown {
  return factor.proof.parse(fixture.wrongProof)
}

/** What the row holds after it was sealed and opened again. */
function reopen(factor: Factor, data: unknown): unknown {
  return factor.data.parse(JSON.parse(JSON.stringify(data)))
}

const refusedKeys = ['accepted', 'reason', 'authenticatorId', 'data']

/** RFC 8176 §2. */
const registeredAmr =
  'face fpt geo hwk iris kba mca mfa otp pin pop pwd rba retina sc sms swk tel user vbm wia'.split(' ')

const jsonValues: readonly unknown[] = [undefined, null, true, 0, -1, 1.5, '', 'text', '123456', [], [[]]]

/** The value with a field too many, and with each field in turn of each wrong type. */
function wrongFields(value: unknown): readonly unknown[] {
  if (value === null || typeof value !== 'object') return []
  const wrong = [null, true, 1e21, ['text'], { $ne: null }]
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const changed = fields.flatMap(([name, field]) =>
    wrong.filter((other) => !sameType(other, field)).map((other) => ({ ...value, [name]: other })),
  )
  const polluted = JSON.parse(`{"__proto__":{"tampered":1},${JSON.stringify(value).slice(1)}`)
  return [{ ...value, tampered: true }, polluted, ...changed]
}

function sameType(a: unknown, b: unknown): boolean {
  const type = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value)
  return type(a) === type(b) && a !== null
}

/** The value with any text in place of each of its texts. */
function mutationsOf(value: unknown): fc.Arbitrary<unknown> {
  const names = Object.entries(Object(value)).flatMap(([name, field]) =>
    typeof field === 'string' ? [name] : [],
  )
  if (names.length === 0) return fc.constant(value)
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9 ]{6,64}$/))
  return fc
    .tuple(fc.constantFrom(...names), text)
    .map(([name, other]) => ({ ...Object(value), [name]: other }))
}

function textsIn(value: unknown): readonly string[] {
  return Object.values(Object(value)).filter((field): field is string => typeof field === 'string')
}

/** A verdict without what the engine seals. */
function withoutSealed(verdict: Verdict<unknown>): unknown {
  const { data: _, ...rest } = verdict
  return 'spends' in rest && rest.spends.type === 'element' ? { ...rest, spends: 'element' } : rest
}

function stringify(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item)) ?? ''
}
