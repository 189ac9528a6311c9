import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../kit/free-port.ts'
import { type Application, type Open, type Settings, sendTo } from './applications.fixture.ts'

const root = join(import.meta.dirname, '../..')
const integrations = join(root, 'integrations')
const next = join(integrations, 'node_modules/next/dist/bin/next')

export const skipWithoutNext = existsSync(next)
  ? false
  : 'absent: Next.js is not in integrations/ (npm ci --prefix integrations --ignore-scripts)'

const quiet = { NEXT_TELEMETRY_DISABLED: '1' }
let built: string | undefined

/** An application as `next build` makes it, without any secret there, and `next start` runs it. */
export const openBuiltNext: Open = async (settings) => {
  built ??= build()
  return start(built, settings)
}

function build(): string {
  mkdirSync(join(integrations, '.built'), { recursive: true })
  const folder = mkdtempSync(join(integrations, '.built/next-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(integrations, 'next'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  installClient(join(folder, 'node_modules/@sallyport/client'))
  run([next, 'build'], folder)
  return folder
}

/** The client as it is published. */
function installClient(folder: string): void {
  const out = join(folder, 'dist')
  run(['node_modules/typescript/bin/tsc', '-p', 'build/tsconfig.client.json', '--outDir', out], root)
  const { name, version, type } = JSON.parse(readFileSync(join(root, 'packages/client/package.json'), 'utf8'))
  const exports = { './next': './dist/next.js' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, type, exports }))
}

function run(command: readonly string[], cwd: string): void {
  const { PATH = '', HOME = '' } = process.env
  const done = spawnSync(process.execPath, command, { cwd, env: { PATH, HOME, ...quiet }, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${command.join(' ')}: ${done.stdout}${done.stderr}`)
}

async function start(folder: string, { url, key, returnTo, timeout }: Settings): Promise<Application> {
  const port = await freePort()
  const told = { SALLYPORT_URL: url, SALLYPORT_API_KEY: key, SHOP_RETURN_TO: returnTo }
  const child = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: folder,
    env: { ...process.env, ...quiet, ...told, ...(timeout ? { SALLYPORT_TIMEOUT: String(timeout) } : {}) },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  await answers(`http://127.0.0.1:${port}/favicon.ico`)
  return {
    send: (request) => sendTo(port, request),
    async close() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function answers(url: string): Promise<void> {
  for (let wait = 0; wait < 300; wait++) {
    if (await fetch(url, { redirect: 'manual' }).catch(() => undefined)) return
    await pause(100)
  }
  throw new Error('Next.js does not answer')
}
