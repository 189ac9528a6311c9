import { spawnSync } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Runs somebody else's program to its end and gives what it said; throws what it complained of. */
export function runProgram(
  name: string,
  args: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): string {
  const options = { input, env: { ...process.env, ...env }, timeout: 60_000 }
  const { status, stdout, stderr, error } = spawnSync(name, args, options)
  if (status !== 0) throw new Error(`${name}: ${error ?? stderr}`)
  return stdout.toString('utf8')
}

/** Waits until somebody listens there. */
export async function answering(port: number, host = '127.0.0.1'): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await isThere(port, host)) return
    await pause(50)
  }
  throw new Error(`Nobody listens at ${host}, port ${port}`)
}

function isThere(port: number, host: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(port, host, () => resolve(true))
  socket.once('error', () => resolve(false))
  socket.once('connect', () => socket.destroy())
  return promise
}
