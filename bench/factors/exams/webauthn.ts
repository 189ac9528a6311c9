import { createHash, createPublicKey, verify } from 'node:crypto'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { webauthnData } from '../../../src/factors/webauthn/schema.ts'
import { coseKey } from '../../../src/factors/webauthn/simulator/key-pair.ts'
import {
  type AuthenticationJson,
  base64url,
  softwareKey,
} from '../../../src/factors/webauthn/simulator/software-key.ts'
import { creationOptions } from '../../../src/factors/webauthn/test/holder.ts'
import { internalError } from '../../../src/kernel/errors.ts'
import type { Exam, Turn } from '../exam.ts'

type KeyTurn = Turn<{ readonly credential: AuthenticationJson }, { readonly challenge: string }>

/** A security key that counts its signatures (ES256): the commonest there is. */
export const webauthnExam: Exam = {
  factor: 'webauthn',
  async holder({ accountId }, engine) {
    const factor = engine.factors.find('webauthn')
    const origin = new URL(engine.baseUrl).origin
    const context = { at: engine.storage.clock.now(), application: await engine.portal(), origin }
    const person = { accountId, name: accountId, contacts: [] }
    const offer = await factor?.offer({ person, options: {}, existing: [], context })
    if (!factor || !offer) throw internalError('there are no security keys')
    const key = softwareKey()
    const answer = { credential: await key.create(creationOptions(offer.show), origin) }
    const confirmed = await factor.confirm({
      pending: offer.pending,
      answer: factor.answer.parse(answer),
      person,
      context,
    })
    if (!confirmed.accepted) throw internalError('the key was not taken')

    const data = webauthnData.parse(confirmed.data)
    const { rpId, credentialId } = data
    const publicKey = () =>
      createPublicKey({ key: Buffer.from(data.publicKey, 'base64'), format: 'der', type: 'spki' })
    const cose = new Uint8Array(coseKey(publicKey()))
    let counter = Number(confirmed.counter ?? 0n)
    return {
      kept: {
        data,
        ...(confirmed.counter === undefined ? {} : { counter: confirmed.counter }),
        ...(confirmed.handle === undefined ? {} : { handle: confirmed.handle }),
      },
      turn() {
        const challenge = base64url(engine.random.bytes(32))
        const credential = key.get({ rpId, challenge, allowCredentials: [{ id: credentialId }] }, origin)
        const expected = { challenge, rpId, userVerification: 'preferred', nameless: false }
        return { proof: { credential }, expected }
      },
      isRight({ proof }: KeyTurn) {
        const { authenticatorData, clientDataJSON, signature } = proof.credential.response
        const clientData = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
        const signed = Buffer.concat([Buffer.from(authenticatorData, 'base64url'), clientData])
        return verify('sha256', signed, publicKey(), Buffer.from(signature, 'base64url'))
      },
      async isRightByLibrary({ proof, expected }: KeyTurn) {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: proof.credential as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
          expectedChallenge: expected?.challenge ?? '',
          expectedOrigin: origin,
          expectedRPID: rpId,
          credential: { id: credentialId, publicKey: cose, counter },
          requireUserVerification: false,
        })
        counter = authenticationInfo.newCounter
        return verified
      },
    }
  },
}
