import { AsyncLocalStorage } from 'node:async_hooks'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unlockAccount } from '../../src/administration/index.ts'
import { complete, type GivenProof, recoverAccount, verifyOnce } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import type { Verdict } from '../../src/factors/factor.ts'
import { SallyportError } from '../../src/kernel/errors.ts'
import { hashToken } from '../../src/kernel/tokens.ts'
import {
  begin,
  codeAt,
  codeProof,
  confirm,
  goodPassword,
  openWorld,
  operator,
  type Person,
  passwordOnly,
  passwordProof,
  person,
  prove,
  rowsOf,
  startAt,
  step,
  surroundings,
  type World,
} from '../kit/engine.ts'
import { newReference, type Reference, type Spent } from './reference.ts'
import { people, type Round, type Step } from './steps.ts'

/** The process dies at this point: whoever waited hears nothing. */
class Crash extends Error {}

/** What somebody saw of one step. */
type Seen = 'accepted' | 'proof refused' | 'refused' | 'nothing'

interface Run {
  readonly world: World & { close(): Promise<void> }
  /** Two nodes on one database, each with its own queue and writer. */
  readonly nodes: [Engine, Engine]
  readonly members: readonly Person[]
  readonly reference: Reference
  /** Verdicts of the step that is under way: the last one is the one that was booked. */
  readonly judging: AsyncLocalStorage<Verdict<unknown>[]>
  joined: number
}

const checkEvery = 50

/** What the model asks is order, not durability: a file in memory spares it the disk. */
const memory = '/dev/shm'

/** Plays rounds on a fresh SQLite file and compares with the reference; throws the invariant that broke. Gives the steps done. */
export async function play(rounds: readonly Round[]): Promise<number> {
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'sallyport-model-'))
  const run = await open(join(folder, 'model.db'))
  try {
    for (const [index, one] of rounds.entries()) {
      await playRound(run, one)
      if (index % checkEvery === 0) await check(run)
    }
    await check(run)
    return rounds.reduce((sum, one) => sum + one.steps.length, 0)
  } finally {
    await run.world.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function open(database: string): Promise<Run> {
  const world = await openWorld(database)
  const judging = new AsyncLocalStorage<Verdict<unknown>[]>()
  world.watch.verdict = (_, verdict) => judging.getStore()?.push(verdict)
  const reference = newReference()
  const members: Person[] = []
  while (members.length < people) members.push(await person(world, `Member ${members.length}`))
  for (const { token } of members) reference.hand(token)
  const nodes: Run['nodes'] = [world.engine, await world.node({}, world.points)]
  return { world, nodes, members, reference, judging, joined: 0 }
}

async function playRound(run: Run, round: Round): Promise<void> {
  const { points, clock } = run.world
  if (round.crash) points[round.crash.when] = crashAt(round.crash.nth)
  const seen = await Promise.all(round.steps.map((one) => run.judging.run([], () => playStep(run, one))))
  points.before = undefined
  points.after = undefined

  for (const [index, member] of run.members.entries()) {
    const own = seen.filter((_, nth) => whoOf(round.steps[nth]) === index)
    const ended = own.includes('accepted') || own.includes('nothing')
    const refusals = own.filter((one) => one === 'proof refused').length
    run.reference.round(member.totp.id, refusals, ended)
  }
  clock.advance(round.jump)
  if (round.restart) {
    await run.nodes[1].close()
    run.nodes[1] = await run.world.node({}, points)
  }
}

function whoOf(one: Step | undefined): number | undefined {
  return one && 'who' in one ? one.who : undefined
}

function crashAt(nth: number): () => void {
  let left = nth
  return () => {
    if (left-- === 0) throw new Crash('the process died')
  }
}

async function playStep(run: Run, one: Step): Promise<Seen> {
  try {
    return await act(run, one)
  } catch (error) {
    if (error instanceof Crash) return 'nothing'
    if (!(error instanceof SallyportError) || error.kind === 'internal') throw error
    const countsFor = one.does === 'sign-in' || one.does === 'guess'
    return countsFor && error.code === 'proof.refused' ? 'proof refused' : 'refused'
  }
}

async function act(run: Run, one: Step): Promise<Seen> {
  const { members, world } = run
  const engine = run.nodes[one.second ? 1 : 0]
  if (one.does === 'join') return joinTwice(run)
  const owner = members[one.who]
  if (!owner) throw new Error(`there is no member ${one.who}`)
  switch (one.does) {
    case 'sign-in':
      return signIn(run, engine, owner, codeProof(codeNear(world, owner, one.drift)), one.retry)
    case 'guess':
      return signIn(run, engine, owner, codeProof(String(one.code).padStart(6, '0')), false)
    case 'recover':
      return recover(run, engine, owner, codeProof(owner.recoveryCodes[one.nth] ?? '', 'recovery-codes'))
    case 'verify':
      return verify(run, engine, owner, codeNear(world, owner, one.drift), one.password)
    case 'wrong-password':
      await prove(engine, await startAt(engine, owner.account.name), [passwordProof('no-such-oxbow-1')])
      return 'accepted'
    case 'unlock':
      await unlockAccount(engine, { actor: operator, accountId: owner.account.id, reason: 'model' })
      return 'accepted'
  }
}

function codeNear(world: World, owner: Person, drift: number): string {
  return codeAt(owner.totp.shown, Math.max(0, world.clock.now() + drift * step))
}

async function signIn(
  run: Run,
  engine: Engine,
  owner: Person,
  proof: GivenProof,
  retry: boolean,
): Promise<Seen> {
  const other = run.nodes.find((node) => node !== engine) ?? engine
  const started = await startAt(engine, owner.account.name)
  const ends = await Promise.allSettled(
    (retry ? [engine, other] : [engine]).map((node) => submit(run, node, started.secret, proof)),
  )
  const done = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
  if (done.length > 1) throw new Error('G1: one code completed one attempt twice')
  const [only] = done
  if (!only) throw failureOf(ends)
  run.reference.hand(only.token)
  noteSpent(run, owner, proof, only.verdicts)
  return 'accepted'
}

/** Password and recovery code: the code is spent, and nobody is signed in by it (R11). */
async function recover(run: Run, engine: Engine, owner: Person, proof: GivenProof): Promise<Seen> {
  const { secret } = await startAt(engine, owner.account.name)
  const verdicts: Verdict<unknown>[] = []
  await run.judging.run(verdicts, async () => {
    const { completed } = await prove(engine, { secret }, [passwordProof(), proof], { complete: {} })
    if (completed) throw new Error('R11: a recovery code signed somebody in')
  })
  noteSpent(run, owner, proof, verdicts)
  await recoverAccount(engine, { secret, surroundings })
  return 'accepted'
}

/** One submission, with the verdicts that it was judged by. */
function submit(run: Run, node: Engine, secret: string, proof: GivenProof) {
  const verdicts: Verdict<unknown>[] = []
  return run.judging.run(verdicts, async () => {
    const { completed } = await prove(node, { secret }, [passwordProof(), proof], { complete: {} })
    if (!completed) throw new Error('an accepted submission did not complete')
    return { token: completed?.token ?? '', verdicts }
  })
}

/** A submission that was sent twice is seen as refused only when neither was lost. */
function failureOf(ends: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  return reasons.find((reason) => !(reason instanceof SallyportError)) ?? reasons.at(-1)
}

async function verify(
  run: Run,
  engine: Engine,
  owner: Person,
  code: string,
  withPassword: boolean,
): Promise<Seen> {
  const result = await verifyOnce(engine, {
    application: await engine.portal(),
    account: owner.account.name,
    code,
    surroundings,
    ...(withPassword ? { password: goodPassword } : {}),
  })
  if (!result.accepted) return 'refused'
  noteSpent(run, owner, codeProof(code), run.judging.getStore() ?? [])
  return 'accepted'
}

function noteSpent(run: Run, owner: Person, proof: GivenProof, verdicts: readonly Verdict<unknown>[]): void {
  const verdict = verdicts.findLast(isSpending)
  if (!verdict?.accepted) throw new Error('G6: something was accepted that no factor accepted')
  const { spends } = verdict
  const spent: Spent =
    spends.type === 'counter'
      ? { type: 'counter', counter: spends.counter }
      : { type: 'element', element: JSON.stringify(proof.proof) }
  run.reference.accept(spends.type === 'counter' ? owner.totp.id : `${owner.totp.id} recovery`, spent)
}

function isSpending(verdict: Verdict<unknown>): boolean {
  return verdict.accepted && verdict.spends.type !== 'reusable'
}

/** Two sign-ins of a new account set up a factor at once; one of them may. */
async function joinTwice(run: Run): Promise<Seen> {
  const name = `Joiner ${++run.joined}`
  const [first, second] = run.nodes
  const { id } = await passwordOnly(run.world, name)
  const ends = await Promise.allSettled([enrol(run, first, name), enrol(run, second, name)])
  const rows = await first.authenticators.ofAccount(id)
  const active = rows.filter(({ factor, status }) => factor === 'totp' && status === 'active')
  if (active.length > 1) throw new Error('R2: one password set up two first second factors')
  const acknowledged = ends.filter(({ status }) => status === 'fulfilled').length
  if (acknowledged > active.length) throw new Error('G7: an enrolment was acknowledged and is not there')
  return 'accepted'
}

async function enrol(run: Run, engine: Engine, name: string): Promise<void> {
  const { world } = run
  const { secret } = await startAt(engine, name)
  await prove(engine, { secret }, [passwordProof()])
  const begun = await begin(engine, secret, 'totp')
  await confirm(engine, secret, begun.authenticator.id, { code: codeAt(begun.show, world.clock.now()) })
  const { completed } = await complete(engine, { secret, options: {}, surroundings })
  run.reference.hand(completed?.token ?? '')
}

async function check(run: Run): Promise<void> {
  const [engine] = run.nodes
  const [authenticators, sessions, completions] = await Promise.all([
    rowsOf(engine, 'authenticators'),
    rowsOf(engine, 'sessions'),
    rowsOf(engine, 'completions'),
  ])
  run.reference.check({
    authenticators: authenticators.map((row) => ({
      id: String(row.id),
      counter: BigInt(String(row.counter ?? 0)),
      failures: Number(row.failures_proven),
    })),
    sessions: sessions.map((row) => ({
      tokenHash: String(row.token_hash),
      completion: String(row.completion_id),
    })),
    completions: completions.map((row) => ({ id: String(row.id), attempt: String(row.attempt_id) })),
    hash: hashToken,
  })
}
