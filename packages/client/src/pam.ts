#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { passes } from './pam/judge.ts'
import { readSettings } from './pam/settings.ts'

/**
 * For `pam_exec`: `auth required pam_exec.so quiet expose_authtok /usr/bin/node …/pam.js /etc/sallyport/pam.json`. What
 * was typed comes by standard input. Success is the last thing that can happen here: whatever else does is a no.
 */
async function run(): Promise<void> {
  const [path = ''] = process.argv.slice(2)
  const { PAM_TYPE: type, PAM_USER: account = '' } = process.env
  const [typed = ''] = readFileSync(0, 'utf8').split(/[\0\n]/)
  if (await passes(readSettings(path), { type, account, typed })) process.exitCode = 0
}

process.exitCode = 1
run().catch((error: unknown) => {
  process.stderr.write(`sallyport: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
