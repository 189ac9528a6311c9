import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { parseKeyUri, totp } from '@sallyport/otp'
import { passedOn } from '../kit/environment.ts'

const bin = join(import.meta.dirname, '../../bin/sallyport.js')

/** What a run said, and how it ended. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

export interface RunOptions {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
}

/** The real command, in an installation of its own. */
export interface Installation {
  readonly folder: string
  readonly data: string
  run(words: readonly string[], options?: RunOptions): Promise<Ran>
  /** Runs with --json; fails the test where the answer is none. */
  json<Answer>(words: readonly string[], options?: RunOptions): Promise<Answer>
  /** Makes an authenticator and tells its key URI. */
  create(account: string, issuer: string): Promise<Made>
}

export interface Made {
  readonly authenticator: string
  readonly account: string
  readonly issuer: string
  readonly uri: string
  readonly secret: string
  readonly file: string | null
}

/** A folder that is gone after the test; on SQLite, or on the given PostgreSQL database. */
export function install(context: TestContext, database?: string): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-cli-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const data = join(folder, 'data')
  const own = {
    SALLYPORT_DATA: data,
    ...(database === undefined ? {} : { SALLYPORT_DATABASE_URL: database }),
  }

  async function run(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const env = { ...passedOn, HOME: folder, ...own, ...options.env }
    const child = spawn(process.execPath, [bin, ...words], { cwd: options.cwd ?? folder, env })
    const out: Uint8Array[] = []
    const error: Uint8Array[] = []
    child.stdout.on('data', (chunk: Uint8Array) => out.push(chunk))
    child.stderr.on('data', (chunk: Uint8Array) => error.push(chunk))
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
    const { promise, resolve } = Promise.withResolvers<number | null>()
    child.on('close', resolve)
    const code = await promise
    return { code, out: Buffer.concat(out).toString('utf8'), error: Buffer.concat(error).toString('utf8') }
  }

  async function json<Answer>(words: readonly string[], options: RunOptions = {}): Promise<Answer> {
    const { out, error } = await run([...words, '--json'], options)
    if (out === '') throw new Error(`no answer: ${error}`)
    return JSON.parse(out) as Answer
  }

  return {
    folder,
    data,
    run,
    json,
    create: (account, issuer) => json<Made>(['create', '-n', account, '-i', issuer]),
  }
}

/** The code of a key URI now, or so many steps from now. */
export function codeOf(uri: string, steps = 0): string {
  const key = parseKeyUri(uri)
  if (key.type !== 'totp') throw new Error('not a time-based key')
  return totp(key.secret, { ...key, at: Date.now() + steps * (key.period ?? 30) * 1000 })
}

/** Waits until a code that is taken now is not about to change. */
export async function freshStep(): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000)
  if (left < 8_000) await new Promise((resolve) => setTimeout(resolve, left + 50))
}

/** Why a test is left out where a program of Debian is missing. */
export function absent(program: string): string | false {
  return spawnSync('which', [program]).status === 0 ? false : `absent: ${program}`
}

/** What a program prints. */
export function printed(program: string, ...words: readonly string[]): string {
  const { stdout, status, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
  return stdout.trim()
}
