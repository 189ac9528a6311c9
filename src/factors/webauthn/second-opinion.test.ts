import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { describe, it } from 'node:test'
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { coseKey } from './simulator/key-pair.ts'
import {
  type AuthenticationJson,
  attestBySelf,
  type Forgery,
  type RegistrationJson,
  softwareKey,
} from './simulator/software-key.ts'
import { creationOptions, openScene, register } from './test/holder.ts'
import { type Asked, ask, type Held, hold, judge } from './test/sign-in.ts'

/** Each sensible answer and some that are bent: what we say of it, the library says, too. */
const forgeries: Readonly<Record<string, Forgery>> = {
  'nothing bent': {},
  'another challenge': { challenge: 'AAAA' },
  'another origin': { origin: 'https://evil.example' },
  'another type': { type: 'webauthn.other' },
  'another domain': { rpId: 'evil.example' },
  'nobody there': { flags: (set) => set & ~0x01 },
  'nobody verified': { flags: (set) => set & ~0x04 },
  'copied though it cannot be': { flags: (set) => set | 0x10 },
  'bytes left over': { trailing: Uint8Array.of(1, 2, 3) },
  'a signature bent': { signature: (bytes) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1) },
}

describe('a library that many use judges as we do', () => {
  for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const)
    for (const synced of algorithm === 'RS256' ? [false] : [false, true]) {
      it(`registrations and sign-ins of ${synced ? 'copied' : 'device-bound'} ${algorithm} keys`, async () => {
        // It takes a while to make a key of RSA.
        const some = Object.entries(forgeries).slice(algorithm === 'RS256' ? -2 : 0)
        for (const [what, forged] of some) {
          const scene = openScene({ userVerification: 'required' })
          const key = softwareKey({ algorithm, synced, attest: attestBySelf })
          const { show } = await scene.factor.offer({ ...scene, options: undefined, existing: [] })
          const registration = await key.create(creationOptions(show), scene.origin, forged)
          const ours = await register(scene, softwareKey({ algorithm, synced, attest: attestBySelf }), forged)
          const theirs = await theirRegistration(registration, creationOptions(show).challenge, scene.origin)
          assert.equal(ours.accepted, theirs, `registration, ${what}`)

          const held = await hold(scene, softwareKey({ algorithm, synced }))
          const asked = await ask(held)
          const answer = held.key.get(asked.show, scene.origin, forged)
          assert.equal(
            (await judge(held, asked, answer)).accepted,
            await theirSignIn(held, asked, answer),
            what,
          )
        }
      })
    }
})

async function theirRegistration(
  response: RegistrationJson,
  expectedChallenge: string,
  expectedOrigin: string,
) {
  return verifyRegistrationResponse({
    response: response as unknown as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge,
    expectedOrigin,
    expectedRPID: 'localhost',
    supportedAlgorithmIDs: [-8, -7, -257],
  }).then(
    ({ verified }) => verified,
    () => false,
  )
}

async function theirSignIn({ candidate, scene }: Held, { show }: Asked, response: AuthenticationJson) {
  const { credentialId, publicKey } = candidate.data as {
    readonly credentialId: string
    readonly publicKey: string
  }
  return verifyAuthenticationResponse({
    response: response as unknown as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
    expectedChallenge: show.challenge,
    expectedOrigin: scene.origin,
    expectedRPID: 'localhost',
    credential: { id: credentialId, publicKey: coseOf(publicKey), counter: Number(candidate.counter ?? 0) },
  }).then(
    ({ verified }) => verified,
    () => false,
  )
}

/** They want the key as COSE, we keep it as SubjectPublicKeyInfo. */
function coseOf(spki: string): Uint8Array<ArrayBuffer> {
  const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
  return new Uint8Array(coseKey(key))
}
