import { settleImports, sweepRetryKeys, syncDue, tellOfExceptions } from './administration/index.ts'
import type { Engine } from './engine.ts'
import { tellOfEnds } from './enrolment/index.ts'
import { deferrableIn } from './policy/index.ts'

/** Work behind the doors. Each may run on any node: rows are leased or changed by compare-and-set. */
export interface Job {
  readonly name: string
  /** Milliseconds between the end of one run and the start of the next. */
  readonly every: number
  run(engine: Engine): Promise<unknown>
}

const second = 1000
const minute = 60 * second

const jobs: readonly Job[] = [
  { name: 'seal', every: second, run: (engine) => engine.audit.seal() },
  { name: 'policy', every: second, run: ({ policies }) => policies.refresh() },
  { name: 'outbox', every: 2 * second, run: (engine) => engine.delivery.deliverDue({ limit: 50 }) },
  { name: 'webhooks', every: second, run: ({ webhooks }) => webhooks.run() },
  { name: 'imports', every: 10 * second, run: settleImports },
  { name: 'directories', every: 10 * second, run: syncDue },
  { name: 'countries', every: minute, run: ({ countries }) => countries.refresh() },
  { name: 'exceptions', every: minute, run: tellOfExceptions },
  { name: 'ends', every: 10 * minute, run: tellOfEnds },
  { name: 'sweep', every: 5 * minute, run: sweep },
]

/** Starts the jobs; a run that fails is logged and tried again, and never ends the process (F-22). */
export function startJobs(engine: Engine, ofDoors: readonly Job[] = []): { stop(): Promise<void> } {
  const ofFactors = engine.factors.all.flatMap((factor) => factor.jobs ?? [])
  const running = [...jobs, ...ofFactors, ...ofDoors].map((job) => runRepeatedly(engine, job))
  return {
    async stop() {
      await Promise.all(running.map((one) => one.stop()))
    },
  }
}

function runRepeatedly(engine: Engine, job: Job) {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let current: Promise<unknown> = Promise.resolve()

  const schedule = () => {
    timer = setTimeout(() => {
      current = run()
    }, job.every)
    timer.unref()
  }
  const run = async () => {
    try {
      await job.run(engine)
    } catch (error) {
      engine.logger.error({ err: error, job: job.name }, 'A background job failed; it will be tried again.')
    }
    if (!stopped) schedule()
  }
  schedule()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await current
    },
  }
}

/** Removes what can no longer be used: old attempts, offers, sessions, lanes, links and sent messages. */
export async function sweep(engine: Engine): Promise<void> {
  const at = engine.storage.clock.now()
  const statements = [
    ...engine.attempts.sweep(at),
    engine.authenticators.sweep(at),
    engine.sessions.sweep(at),
    ...engine.referrals.sweep(at),
    engine.admissions.sweep(at),
    ...engine.throttle.sweep(at),
    engine.remembered.sweep(at),
    engine.invitations.sweep(at),
    engine.rebinds.sweep(at),
    engine.passwordLinks.sweep(at),
    engine.presented.sweep(at),
    ...engine.announcements.sweep(at),
    // What rules that cannot be read speak of is not known to be gone (G6).
    ...(engine.policies.closed ? [] : [engine.deferrals.sweep(deferrableIn(engine.policy), at)]),
    engine.contactCodes.sweep(at),
    engine.subscriptions.sweep(at),
    ...engine.delivery.sweep(),
    sweepRetryKeys(engine),
  ]
  for (const statement of statements) await engine.storage.book({ statements: [statement], locks: ['sweep'] })
}
