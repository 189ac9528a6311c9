import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { createTotpVerifier } from '@sallyport/otp'
import { createKey, createSallyport, type HostUsers } from '../../src/index.ts'
import { fixedClock, noon, step } from '../kit/engine.ts'

export const folder = mkdtempSync(join(tmpdir(), 'sallyport-embedded-'))
after(() => rmSync(folder, { recursive: true }))

/** Of everybody in the programs that embed us here. */
export const password = 'harbour lantern 42'

/** A program that embeds us, with users of its own. */
export async function embedded(host: { readonly users: HostUsers }) {
  const clock = fixedClock(noon)
  const sallyport = await createSallyport({
    database: join(mkdtempSync(join(folder, 'one-')), 'sallyport.db'),
    key: createKey(),
    clock,
    jobs: false,
    users: host.users,
  })
  return { sallyport, clock }
}

export type Embedded = Awaited<ReturnType<typeof embedded>>

/** The first sign-in: the program's password, and an authenticator that is set up on the way. */
export async function signInFirst({ sallyport, clock }: Embedded, name: string) {
  const { secret } = await sallyport.authentication.start(name)
  await sallyport.authentication.prove(secret, [{ factor: 'password', proof: { password } }])
  const begun = await sallyport.enrolment.begin({ authority: { by: 'attempt', secret }, factor: 'totp' })
  const app = createTotpVerifier(String(begun.show.secret).replaceAll(' ', ''))
  const answer = { code: app.code(clock.now()) }
  await sallyport.enrolment.confirm({
    authority: { by: 'attempt', secret },
    authenticatorId: begun.authenticator.id,
    answer,
  })
  const ended = await sallyport.authentication.complete(secret)
  assert.ok(ended.completed)
  clock.advance(step)
  return { token: ended.completed.token, code: () => app.code(clock.now()) }
}
