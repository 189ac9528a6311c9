import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import * as administration from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { formatKey } from '../../src/kernel/keyring.ts'
import { codeAt, openWorld, operator, type Person, person, step, testKey } from '../kit/engine.ts'
import { passedOn } from '../kit/environment.ts'
import { freePort } from '../kit/free-port.ts'

const root = join(import.meta.dirname, '../..')
const patience = 30_000

/** Where a server of its own lives: its data, its port, its key. */
export interface Home {
  readonly data: string
  readonly database: string
  readonly port: number
}

export async function newHome(context: TestContext, database?: string): Promise<Home> {
  const data = mkdtempSync(join(tmpdir(), 'sallyport-served-'))
  context.after(() => rmSync(data, { recursive: true, force: true }))
  return { data, database: database ?? join(data, 'sallyport.db'), port: await freePort() }
}

/** The product itself in a process of its own, as `npm start` runs it. */
export interface Served {
  readonly process: ChildProcess
  /** Milliseconds from the start of the process to its first answer. */
  readonly readyAfter: number
  readonly output: () => string
  /** Ends it like this and waits; its exit code, or the signal. */
  end(signal: NodeJS.Signals): Promise<number | string>
}

export async function serve(home: Home, command: readonly string[] = []): Promise<Served> {
  const started = performance.now()
  const child = startServing(home, command)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk))
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  while ((await statusAt(home, '/health/ready')) !== 200) {
    if (child.exitCode !== null) throw new Error(`it ended: ${output}`)
    if (performance.now() - started > patience) throw new Error(`it is not ready: ${output}`)
  }
  return {
    process: child,
    readyAfter: performance.now() - started,
    output: () => output,
    async end(signal) {
      child.kill(signal)
      const [code, by] = await exited
      return code ?? by ?? 'unknown'
    },
  }
}

/** Starts the process; whoever asks for it waits. */
export function startServing(home: Home, command: readonly string[] = []): ChildProcess {
  const [program = process.execPath, ...words] = [
    ...command,
    process.execPath,
    join(root, 'bin/sallyport.js'),
    'serve',
  ]
  return spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...passedOn,
      SALLYPORT_DATA: home.data,
      SALLYPORT_DATABASE_URL: home.database,
      SALLYPORT_PORT: String(home.port),
      SALLYPORT_KEY: formatKey(testKey),
    },
  })
}

export async function statusAt(home: Pick<Home, 'port'>, path: string): Promise<number | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${home.port}${path}`, { signal: AbortSignal.timeout(5000) })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return undefined
  }
}

/** People with authenticator apps, and an application that may ask about them. */
export interface Inhabitants {
  readonly people: readonly Person[]
  readonly key: string
}

/** Enrols so many people before any server runs; their codes of today are not used yet. */
export async function inhabit(home: Home, number: number): Promise<Inhabitants> {
  const world = await openWorld(home.database)
  try {
    world.clock.set(Date.now() - 3 * 3_600_000 - number * step)
    const people: Person[] = []
    for (let index = 0; index < number; index++) people.push(await person(world, `person ${index}`))
    const actor = operator
    const { id } = await administration.createApplication(world.engine, {
      actor,
      name: 'Load',
      vouches: true,
    })
    const scopes = ['verify', 'attempts', 'vouch:first-factor', 'accounts:write'] as const
    const { token } = await administration.issueApiKey(world.engine, { actor, applicationId: id, scopes })
    return { people, key: token }
  } finally {
    await world.close()
  }
}

/** What a client sent and what it was answered; `undefined` where no answer came. */
export interface Exchange {
  readonly person: Person
  readonly code: string
  readonly right: boolean
  readonly status: number | undefined
  readonly accepted: boolean
  readonly completionId: string | undefined
}

/** Somebody who keeps signing people in until told to stop, and remembers each answer. */
export interface Load {
  readonly exchanges: readonly Exchange[]
  /** Those that came back with an answer since the last look. */
  stop(): Promise<void>
}

/**
 * Keeps so many requests under way: right codes in all three steps of the window, replays of what was accepted, and
 * wrong ones; half of them as one call, half as a whole sign-in that the application vouches for.
 */
export function startLoad(home: Home, { people, key }: Inhabitants, lanes = 8): Load {
  const exchanges: Exchange[] = []
  let stopped = false
  let turn = 0
  const lane = async () => {
    while (!stopped) {
      turn++
      const person = people[turn % people.length]
      if (!person) return
      const right = turn % 5 !== 0
      const ahead = ((Math.floor(turn / people.length) % 3) - 1) * step
      const code = right ? codeAt(person.totp.shown, Date.now() + ahead) : '000000'
      const ask = turn % 2 === 0 ? verifying : signingIn
      const answer = await ask(home, key, person, code).catch(() => undefined)
      const { status, accepted = false, completionId } = answer ?? {}
      exchanges.push({ person, code, right, status, accepted, completionId })
      if (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const running = Promise.all(Array.from({ length: lanes }, lane))
  return {
    exchanges,
    async stop() {
      stopped = true
      await running
    },
  }
}

interface Answered {
  readonly status: number
  readonly accepted: boolean
  readonly completionId: string | undefined
}

async function verifying(home: Home, key: string, person: Person, code: string): Promise<Answered> {
  const { status, body } = await post(home, key, '/verify', { account: person.account.name, code })
  return { status, accepted: body.accepted === true, completionId: body.completionId }
}

async function signingIn(home: Home, key: string, person: Person, code: string): Promise<Answered> {
  const started = await post(home, key, '/attempts', { account: person.account.name, vouched: true })
  if (started.status !== 201) return { status: started.status, accepted: false, completionId: undefined }
  const proofs = [{ factor: 'totp', proof: { code } }]
  const headers = { 'sallyport-attempt': started.body.secret ?? '' }
  const { status, body } = await post(
    home,
    key,
    '/attempts/current/proofs',
    { proofs, complete: true },
    headers,
  )
  return { status, accepted: body.state === 'completed', completionId: body.completionId }
}

interface Answer {
  readonly accepted?: boolean
  readonly completionId?: string
  readonly secret?: string
  readonly state?: string
  readonly code?: string
  readonly account?: { readonly id: string }
}

export async function post(
  home: Pick<Home, 'port'>,
  key: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly body: Answer }> {
  const answer = await fetch(`http://127.0.0.1:${home.port}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  })
  return { status: answer.status, body: (await answer.json()) as Answer }
}

/** An engine beside the server, to look at what lies in the database. */
export async function lookInto(home: Home): Promise<{ readonly engine: Engine; close(): Promise<void> }> {
  return openWorld(home.database)
}
