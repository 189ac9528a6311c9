import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SallyportError } from '../../kernel/errors.ts'
import type { Verdict } from '../factor.ts'
import { type WebauthnData, webauthnData } from './schema.ts'
import { softwareKey } from './simulator/software-key.ts'
import { creationOptions, openScene, register, requestOptions } from './test/holder.ts'
import { after, ask, type Held, hold, judge, refusedAt, signIn } from './test/sign-in.ts'

describe('what a key proves (N-45, R-15)', () => {
  it('a key that checked its owner is two factors, and says neither which nor more', async () => {
    const verdict = accepted(await signIn(await hold(openScene(), softwareKey())))
    assert.deepEqual(verdict.kinds, ['has', 'knows'])
    assert.deepEqual(verdict.amr, ['hwk', 'user'])
    assert.deepEqual([verdict.userVerified, verdict.deviceBound, verdict.attested], [true, true, false])
  })

  it('a key that did not is one', async () => {
    const verdict = accepted(await signIn(await hold(openScene(), softwareKey({ verifiesUser: false }))))
    assert.deepEqual(verdict.kinds, ['has'])
    assert.equal(verdict.userVerified, false)
  })

  it('a passkey that is copied never counts as hardware', async () => {
    const verdict = accepted(await signIn(await hold(openScene(), softwareKey({ synced: true }))))
    assert.deepEqual(verdict.amr, ['swk', 'user'])
    assert.deepEqual([verdict.deviceBound, verdict.attested], [false, false])
  })

  it('a PIN that was set after the key was added does not count: a thief may have set it (R-54)', async () => {
    const withoutPin = (flags: number) => flags & ~0x04
    const scene = openScene()
    const key = softwareKey()
    const enrolment = await register(scene, key, { flags: withoutPin })
    assert.ok(enrolment.accepted && !enrolment.userVerified)
    const held: Held = { scene, key, candidate: rowOf(enrolment.data, enrolment.counter) }
    const verdict = accepted(await signIn(held))
    assert.deepEqual([verdict.userVerified, verdict.kinds], [false, ['has']])
    assert.equal((await signIn(held, {}, true)).accepted, false)
    assert.equal(refusedAt(scene), 'user-verified')
  })
})

describe('what a key counts (R-53, decision 6)', () => {
  it('a counting key spends its count; one that counts nothing spends the challenge', async () => {
    const counting = await hold(openScene(), softwareKey())
    assert.deepEqual(accepted(await signIn(counting)).spends, { type: 'counter', counter: 2n })
    const silent = await hold(openScene(), softwareKey({ counts: false }))
    assert.deepEqual(accepted(await signIn(silent)).spends, { type: 'challenge' })
  })

  it('a clone that counts from an older state is refused, and the audit can tell (V-85)', async () => {
    const held = await hold(openScene(), softwareKey())
    const later = after(held, await signIn(held, { signCount: 9 }))
    const verdict = await signIn(later, { signCount: 5 })
    assert.ok(!verdict.accepted)
    assert.equal(verdict.reason, 'replayed')
    assert.equal(verdict.authenticatorId, later.candidate.id)
  })

  it('counts are as large as 32 bits', async () => {
    const held = await hold(openScene(), softwareKey())
    const later = after(held, await signIn(held, { signCount: 0xffff_fffe }))
    assert.deepEqual(accepted(await signIn(later, { signCount: 0xffff_ffff })).spends, {
      type: 'counter',
      counter: 0xffff_ffffn,
    })
  })

  it('may only be noted, where the configuration says so: then the owner is told', async () => {
    const held = await hold(openScene({ signCount: 'record' }), softwareKey())
    const later = after(held, await signIn(held, { signCount: 9 }))
    const verdict = accepted(await signIn(later, { signCount: 5 }))
    assert.deepEqual(verdict.spends, { type: 'challenge' })
    assert.deepEqual(verdict.notices, [{ id: 'counted-backwards' }])
    assert.equal(dataOf(after(later, verdict)).count.setbacks, 1)
  })

  it('of copied passkeys it is noted and never refused: each copy counts for itself', async () => {
    const held = await hold(openScene(), softwareKey({ synced: true }))
    const first = after(held, await signIn(held, { signCount: 7 }))
    const second = after(first, await signIn(first, { signCount: 3 }))
    const third = after(second, await signIn(second, { signCount: 3 }))
    assert.deepEqual(
      [first, second, third].map((one) => dataOf(one).count),
      [
        { last: 7, setbacks: 0 },
        { last: 3, setbacks: 1 },
        { last: 3, setbacks: 2 },
      ],
    )
  })
})

describe('what is kept of a key', () => {
  it('that it was copied meanwhile, each time', async () => {
    const held = await hold(openScene(), softwareKey({ synced: true }))
    assert.equal(dataOf(held).backedUp, true)
    const verdict = accepted(await signIn(held, { flags: (flags) => flags & ~0x10 }))
    assert.equal(dataOf(after(held, verdict)).backedUp, false)
    assert.equal(accepted(await signIn(held)).data, undefined)
  })

  it('what its owner may see, and nothing that anybody could sign in with', async () => {
    const { scene, candidate } = await hold(openScene(), softwareKey())
    const { credentialId, userHandle, ...rest } = scene.factor.describe?.(candidate.data) ?? {}
    assert.equal(credentialId, dataOf({ candidate }).credentialId)
    assert.equal(userHandle, dataOf({ candidate }).userHandle)
    assert.deepEqual(rest, {
      rpId: 'localhost',
      usable: true,
      deviceBound: true,
      backedUp: false,
      userVerified: true,
      attested: false,
      discoverable: true,
    })
  })
})

describe('what a browser is asked', () => {
  it('where nobody is known, nothing about anybody, and always to check the owner (A-028)', async () => {
    const scene = openScene({ userVerification: 'discouraged' })
    const held = await hold(scene, softwareKey())
    const { show } = await ask(held, true)
    assert.deepEqual(show.allowCredentials, [])
    assert.equal((show as { userVerification?: string }).userVerification, 'required')
    assert.equal(accepted(await signIn(held, {}, true)).userVerified, true)
  })

  it('where somebody is known, their own keys, and to check as the configuration says', async () => {
    const held = await hold(
      openScene({ userVerification: 'discouraged' }),
      softwareKey({ transports: ['usb', 'nfc'] }),
    )
    const { show } = await ask(held)
    assert.deepEqual(show.allowCredentials, [
      { type: 'public-key', id: dataOf(held).credentialId, transports: ['usb', 'nfc'] },
    ])
    assert.equal((show as { userVerification?: string }).userVerification, 'discouraged')
  })

  it('a new question each time, of 32 random bytes (N-23)', async () => {
    const held = await hold(openScene(), softwareKey())
    const challenges = await Promise.all([ask(held), ask(held), ask(held, true)])
    const asked = challenges.map(({ show }) => show.challenge)
    assert.equal(new Set(asked).size, 3)
    for (const challenge of asked) assert.equal(Buffer.from(challenge, 'base64url').length, 32)
  })

  it('to make no second key where it holds one already', async () => {
    const scene = openScene()
    const { key, candidate } = await hold(scene, softwareKey())
    const offer = await scene.factor.offer({ ...scene, options: undefined, existing: [candidate] })
    const { excludeCredentials } = creationOptions(offer.show)
    assert.deepEqual(
      excludeCredentials?.map(({ id }) => id),
      [dataOf({ candidate }).credentialId],
    )
    await assert.rejects(key.create(creationOptions(offer.show), scene.origin), /InvalidStateError/)
  })

  it('to keep the account under one name that tells nothing, the same for all its keys', async () => {
    const scene = openScene()
    const { candidate } = await hold(scene, softwareKey())
    const { userHandle } = dataOf({ candidate })
    const again = await scene.factor.offer({ ...scene, options: undefined, existing: [] })
    assert.equal(creationOptions(again.show).user.id, userHandle)
    assert.equal(Buffer.from(userHandle, 'base64url').length, 32)
    assert.ok(!Buffer.from(userHandle, 'base64url').includes('ana'))
    const bob = { ...scene.person, accountId: 'bob' as typeof scene.person.accountId }
    const others = await scene.factor.offer({ ...scene, person: bob, options: undefined, existing: [] })
    assert.notEqual(creationOptions(others.show).user.id, userHandle)
  })
})

describe('an installation that has changed its name', () => {
  it('says so, rather than let the browser find no key', async () => {
    const before = await hold(openScene({}, { baseUrl: 'https://old.example' }), softwareKey())
    const scene = openScene({}, { baseUrl: 'https://new.example' })
    const error: SallyportError = await ask({ ...before, scene }).then(
      () => assert.fail('was asked all the same'),
      (thrown) => thrown,
    )
    assert.equal(error.code, 'webauthn.made-for-another-name')
    assert.deepEqual(error.details, { was: 'old.example', now: 'new.example' })
    assert.equal(scene.factor.describe?.(before.candidate.data).usable, false)
  })

  it('asks those keys that still fit, and takes no other', async () => {
    const old = await hold(openScene({}, { baseUrl: 'https://old.example' }), softwareKey(), 'old')
    const scene = openScene({}, { baseUrl: 'https://new.example' })
    const held = await hold(scene, softwareKey(), 'new')
    const candidates = [old.candidate, held.candidate]
    const challenge = await scene.factor.challenge?.({
      candidates,
      context: { ...scene.context, purpose: 'sign-in' },
    })
    const { allowCredentials = [] } = requestOptions(challenge?.show ?? {})
    assert.deepEqual(
      allowCredentials.map(({ id }) => id),
      [dataOf(held).credentialId],
    )
    const asked = await ask(held)
    const answer = old.key.get({ ...asked.show, rpId: 'old.example', allowCredentials: [] }, scene.origin, {
      rpId: 'new.example',
    })
    assert.equal((await judge({ ...old, scene }, asked, answer)).accepted, false)
    assert.equal(refusedAt(scene), 'rp-id')
  })
})

it('RS256 and EdDSA are as good as ES256', async () => {
  for (const algorithm of ['RS256', 'EdDSA'] as const)
    assert.equal((await signIn(await hold(openScene(), softwareKey({ algorithm })))).accepted, true)
})

it('names a new key by its maker where that is known, else plainly', async () => {
  const label = async (options: Parameters<typeof softwareKey>[0]) => {
    const enrolment = await register(openScene(), softwareKey(options))
    return enrolment.accepted ? enrolment.label : undefined
  }
  assert.equal(
    await label({ aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', synced: true }),
    'Google Password Manager',
  )
  assert.equal(await label({ synced: true }), 'Passkey')
  assert.equal(await label({ transports: ['internal'] }), 'This device')
  assert.equal(await label({}), 'Security key')
})

it('is told to receivers of security events by where it lies (CAEP 1.0 §3.3.1)', async () => {
  const typeOf = async (options: Parameters<typeof softwareKey>[0]) => {
    const scene = openScene()
    return scene.factor.credentialType?.(dataOf(await hold(scene, softwareKey(options))))
  }
  assert.equal(await typeOf({ transports: ['usb', 'nfc'] }), 'fido2-roaming')
  assert.equal(await typeOf({ transports: ['internal'] }), 'fido2-platform')
  assert.equal(await typeOf({ synced: true }), 'fido2-platform')
  assert.equal(openScene().factor.credentialType?.(undefined), 'fido2', 'removed, and nobody knows')
})

function accepted(verdict: Verdict<unknown>) {
  assert.ok(verdict.accepted, 'the key was refused')
  return verdict
}

function dataOf({ candidate }: Pick<Held, 'candidate'>): WebauthnData {
  return webauthnData.parse(candidate.data)
}

function rowOf(data: unknown, counter: bigint | undefined): Held['candidate'] {
  return {
    id: 'key' as Held['candidate']['id'],
    accountId: 'ana' as Held['candidate']['accountId'],
    label: 'key',
    counter,
    data: webauthnData.parse(data),
    lastUsedAt: undefined,
  }
}
