import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, describe, it } from 'node:test'
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { factorConformance, start, testHost } from '../../../test/factor-conformance.ts'
import type { Id } from '../../kernel/ids.ts'
import type { AskingContext, Candidate, Factor, FactorContext, Verdict } from '../factor.ts'
import { identityProviderModule } from './index.ts'
import { linkedFixture } from './test/holder.ts'
import { type Claims, clientId, clientSecret, type Lie, openProvider } from './test/provider.ts'

const provider = await openProvider()
const other = await openProvider()
const context: FactorContext = { at: start, application: { id: 'a' as Id<'application'>, name: 'Blog' } }

const errand = { at: start, source: '10.0.0.1' }

describe('sign-ins at identity providers', () => {
  afterEach(() => {
    provider.lie({})
    other.lie({})
  })
  after(() => {
    provider.close()
    other.close()
  })

  factorConformance('identity-provider', linkedFixture(provider))

  it('is off without a provider', () => {
    assert.equal(factorOf({}).unavailable?.('prove'), 'off')
    assert.equal(factorOf().unavailable?.('prove'), undefined)
  })

  it('10.2.1, 10.2.3: sends a browser with state, nonce and PKCE, and asks for no more than it needs', async () => {
    const { show, expected } = await ask(factorOf())
    const { origin, searchParams } = new URL(String(show.address))
    const { state, nonce, verifier } = expected as Record<string, string>
    assert.equal(origin, provider.issuer)
    assert.deepEqual(
      { ...Object.fromEntries(searchParams), code_challenge: undefined },
      {
        client_id: clientId,
        response_type: 'code',
        redirect_uri: 'http://localhost:8080/sign-in/return/harbour',
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: undefined,
        code_challenge_method: 'S256',
      },
    )
    assert.equal(new Set([state, nonce, verifier, searchParams.get('code_challenge')]).size, 4)
  })

  it('10.5.2, V-92: knows people by issuer and subject, whatever their name and address', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana', email: 'ana@example.com', email_verified: true })
    assert.equal(await end(factor, ana, { sub: 'ana', email: 'another@example.com' }), 'accepted')
    for (const who of [
      { sub: 'mallory', email: 'ana@example.com', email_verified: true, preferred_username: 'ana' },
      { sub: 'ANA' },
      { sub: 'ana ' },
    ])
      assert.equal(await end(factor, ana, who), 'unlinked', JSON.stringify(who))
    const elsewhere = await ask(factor, { provider: 'other' })
    const proof = { answer: other.visit(elsewhere.show.address, { sub: 'ana' }) }
    assert.equal(outcome(await judge(factor, ana, elsewhere.expected, proof)), 'unlinked')
  })

  it('V-05: what was shown there is never more than a first factor', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    const asked = await ask(factor)
    const who = { sub: 'ana', acr: 'urn:example:gold', amr: ['mfa', 'hwk', 'pin'] }
    const verdict = await judge(factor, ana, asked.expected, {
      answer: provider.visit(asked.show.address, who),
    })
    assert.ok(verdict.accepted)
    assert.deepEqual([verdict.kinds, verdict.amr, verdict.userVerified], [['knows'], [], false])
  })

  it('A-073: refuses a token that its provider has not signed for us, for this question, just now', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    const { privateKey } = await generateKeyPair('RS256')
    const now = Math.floor(Date.now() / 1000)
    const wrong: Readonly<Record<string, Lie>> = {
      'signed by nobody': { token: (claims) => new UnsecuredJWT(claims).encode() },
      'signed with our secret': { token: (claims) => sealed(claims, Buffer.from(clientSecret)) },
      'signed with the public key as a secret': {
        token: (claims, key) => sealed(claims, Buffer.from(JSON.stringify(key))),
      },
      'signed by somebody else': {
        token: (claims) =>
          new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey),
      },
      'signed with a key that it brings along': {
        token: async (claims) => {
          const pair = await generateKeyPair('RS256', { extractable: true })
          const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey)
          return new SignJWT(claims)
            .setProtectedHeader({ alg: 'RS256', kid: 'two', jwk: jwk as never })
            .sign(pair.privateKey)
        },
      },
      'with another algorithm than the configured one': {
        token: async (claims) => {
          const pair = await generateKeyPair('ES256')
          return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(pair.privateKey)
        },
      },
      'of another issuer': { claims: (claims) => ({ ...claims, iss: other.issuer }) },
      'for another client': { claims: (claims) => ({ ...claims, aud: 'another' }) },
      'for several, handed out to another': {
        claims: (claims) => ({ ...claims, aud: [clientId, 'another'], azp: 'another' }),
      },
      'to another question': { claims: (claims) => ({ ...claims, nonce: 'another' }) },
      'to no question': { claims: ({ nonce: _, ...claims }) => claims },
      'that is over': { claims: (claims) => ({ ...claims, exp: now - 120 }) },
      'that begins later': { claims: (claims) => ({ ...claims, nbf: now + 300 }) },
      'without a subject': { claims: ({ sub: _, ...claims }) => claims },
      'with an empty subject': { claims: (claims) => ({ ...claims, sub: '' }) },
    }
    for (const [what, lie] of Object.entries(wrong)) {
      provider.lie(lie)
      assert.equal(await end(factor, ana, { sub: 'ana' }), 'mismatch', what)
    }
    provider.lie({})
    assert.equal(await end(factor, ana, { sub: 'ana' }), 'accepted')
  })

  it('10.2.2: shows no code to one provider that came by another (mix-up)', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    for (const brings of [
      (back: URLSearchParams) => back.set('iss', other.issuer),
      (back: URLSearchParams) => back.delete('iss'),
    ]) {
      provider.lie({ brings })
      const before = tokensAsked()
      assert.equal(await end(factor, ana, { sub: 'ana' }), 'mismatch')
      assert.equal(tokensAsked(), before)
    }
  })

  it('10.2.2: nor where none says who answers: each sends back to an address of its own', async () => {
    provider.lie({
      says: ({ authorization_response_iss_parameter_supported: _, ...document }) => document,
      brings: (back) => back.delete('iss'),
    })
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    const { show, expected } = await ask(factor)
    const answer = provider.visit(show.address, { sub: 'ana' })
    const before = tokensAsked()
    const astray = { answer: answer.replace('/harbour?', '/another?') }
    assert.equal(outcome(await judge(factor, ana, expected, astray)), 'mismatch')
    assert.equal(tokensAsked(), before)
    assert.equal(outcome(await judge(factor, ana, expected, { answer })), 'accepted')
  })

  it('A-060, 10.1.2: what comes back to another question is not even shown to the provider', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    const [mine, hers] = [await ask(factor), await ask(factor)]
    const before = tokensAsked()
    const stolen = { answer: provider.visit(hers.show.address, { sub: 'ana' }) }
    assert.equal(outcome(await judge(factor, ana, mine.expected, stolen)), 'mismatch')
    assert.equal(tokensAsked(), before)
    const { state } = mine.expected as { state: string }
    const [path, query] = stolen.answer.split('?')
    const grafted = new URLSearchParams(query)
    grafted.set('state', state)
    assert.equal(
      outcome(await judge(factor, ana, mine.expected, { answer: `${path}?${grafted}` })),
      'mismatch',
    )
  })

  it('R13: what was redeemed for one question answers no other', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    const [one, two] = [await ask(factor), await ask(factor)]
    const brought = { answer: provider.visit(one.show.address, { sub: 'ana' }) }
    const proof = await factor.redeem?.({ proof: brought, expected: one.expected, context: errand })
    const verdict = await factor.verify({ candidates: [ana], proof, expected: two.expected, context })
    assert.equal(outcome(verdict), 'mismatch')
  })

  it('turning back there is a refusal', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    provider.lie({
      brings(back) {
        back.delete('code')
        back.set('error', 'access_denied')
      },
    })
    assert.equal(await end(factor, ana, { sub: 'ana' }), 'mismatch')
  })

  it('F-19: denies in bounded time where the provider is down, silent, or tells without end', async () => {
    const lies: Readonly<Record<string, Lie>> = {
      fails: { answers: (response) => void response.writeHead(500).end() },
      'sends elsewhere': {
        answers: (response) => void response.writeHead(302, { location: `${other.issuer}/keys` }).end(),
      },
      'says nothing': { answers: () => undefined },
      'speaks of something else': { answers: (response) => void response.end('<h1>Hello</h1>') },
      'tells without end': {
        answers(response) {
          response.writeHead(200, { 'content-type': 'application/json' })
          const more = () => response.write('{'.repeat(65_536), (error) => error || setImmediate(more))
          more()
        },
      },
      'stops in the middle': {
        answers: (response) => void response.writeHead(200, { 'content-length': '9' }).end('{'),
      },
    }
    for (const [what, lie] of Object.entries(lies)) {
      const factor = factorOf({ harbour: { ...provider.config, timeout: 5000 } })
      provider.lie(lie)
      await assert.rejects(ask(factor), { code: 'identity-provider.unavailable' }, what)
      provider.lie({})
      const asked = await ask(factor)
      provider.lie(lie)
      const proof = { answer: provider.visit(asked.show.address) }
      await assert.rejects(
        async () => factor.redeem?.({ proof, expected: asked.expected, context: errand }),
        { code: 'identity-provider.unavailable' },
        what,
      )
      provider.lie({})
    }
  })

  it('G15: what one source has it asked, over and over, keeps no other source out', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    const asked = await Promise.all(Array.from({ length: 18 }, () => ask(factor)))
    const [hers, ...others] = asked.map(({ show, expected }) => ({
      expected,
      proof: { answer: provider.visit(show.address, { sub: 'ana' }) },
    }))
    const held: ServerResponse[] = []
    const full = new Promise<void>((resolve) => {
      provider.lie({ answers: (response) => held.push(response) === 16 && resolve() })
    })
    const redeemed = others.map((brought) => factor.redeem?.({ ...brought, context: errand }))
    const settled = Promise.allSettled(redeemed)
    await full
    await assert.rejects(redeemed[16] ?? assert.fail(), { code: 'identity-provider.unavailable' })
    provider.lie({})
    const elsewhere = { ...errand, source: '10.0.0.2' }
    const proof = await factor.redeem?.({ ...(hers ?? assert.fail()), context: elsewhere })
    const verdict = await factor.verify({ candidates: [ana], proof, expected: hers?.expected, context })
    assert.equal(outcome(verdict), 'accepted')
    for (const response of held) response.destroy()
    await settled
    assert.equal(held.length, 16)
  })

  it('G9: tells whoever runs it why, and nothing of what was sent', async () => {
    const said: unknown[] = []
    const note = (fields: unknown) => void said.push(fields)
    const factor = factorOf(undefined, { logger: { ...testHost().logger, info: note, warn: note } })
    const ana = await link(factor, { sub: 'ana' })
    const [mine, hers] = [await ask(factor), await ask(factor)]
    const answer = provider.visit(hers.show.address, { sub: 'ana' })
    await judge(factor, ana, mine.expected, { answer })
    provider.lie({ answers: (response) => void response.destroy() })
    const lost = { answer: provider.visit(mine.show.address) }
    await assert.rejects(judge(factor, ana, mine.expected, lost))
    const text = JSON.stringify(said)
    assert.match(text, /unexpected \\"state\\" response parameter value.*socket hang up/)
    for (const secret of [answer, lost.answer].map(
      (one) => new URLSearchParams(one.split('?')[1]).get('code') ?? '',
    ))
      assert.ok(secret !== '' && !text.includes(secret))
  })

  it('A-072: follows no discovery document to this machine, nor to where clouds tell secrets', async () => {
    const before = other.asked.length
    for (const token_endpoint of [
      `${other.issuer}/token`,
      'http://169.254.169.254/latest/meta-data',
      'https://localhost/token',
      'file:///etc/passwd',
    ]) {
      provider.lie({ says: (document) => ({ ...document, token_endpoint }) })
      const factor = factorOf({ harbour: provider.config })
      const asked = await ask(factor)
      const proof = { answer: provider.visit(asked.show.address) }
      await assert.rejects(
        async () => factor.redeem?.({ proof, expected: asked.expected, context: errand }),
        { code: 'identity-provider.unavailable' },
        token_endpoint,
      )
    }
    assert.equal(other.asked.length, before)
  })

  it('A-061: sends no browser to a script, nor from https to http', async () => {
    for (const authorization_endpoint of [
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://id.example.com/',
    ]) {
      provider.lie({ says: (document) => ({ ...document, authorization_endpoint }) })
      await assert.rejects(ask(factorOf()), { code: 'identity-provider.unavailable' }, authorization_endpoint)
    }
  })

  it('10.5.3: believes no provider that calls itself by another issuer', async () => {
    for (const issuer of [other.issuer, `${provider.issuer}/`]) {
      provider.lie({ says: (document) => ({ ...document, issuer }) })
      await assert.rejects(ask(factorOf()), { code: 'identity-provider.unavailable' }, issuer)
    }
  })

  it('A-066, A-003: lets the address of the way back be nothing but ours, in its time of ten minutes', async () => {
    const { lifetime, tries } = await ask(factorOf())
    assert.deepEqual([lifetime, tries], [600_000, 1])
  })

  it('G10: where something new is asked for, somebody has signed in there since', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    const asked = await ask(factor, undefined, { anew: true })
    const { searchParams } = new URL(String(asked.show.address))
    assert.deepEqual([searchParams.get('prompt'), searchParams.get('max_age')], ['login', '0'])
    const at = start / 1000
    for (const [auth_time, expected] of [
      [at, 'accepted'],
      [at - 60, 'mismatch'],
      [undefined, 'mismatch'],
      [String(at), 'mismatch'],
    ] as const) {
      const proof = { answer: provider.visit(asked.show.address, { sub: 'ana', auth_time }) }
      assert.equal(outcome(await judge(factor, ana, asked.expected, proof)), expected, String(auth_time))
    }
  })

  it('who links an account signs in there anew, also where somebody is signed in', async () => {
    const { show } = await offer(factorOf())
    assert.equal(new URL(String(show.address)).searchParams.get('prompt'), 'login')
  })

  it('asks what it knows already only once, for as long as that is fresh', async () => {
    const factor = factorOf()
    const ana = await link(factor, { sub: 'ana' })
    const before = provider.asked.length
    for (let nth = 0; nth < 3; nth++) assert.equal(await end(factor, ana, { sub: 'ana' }), 'accepted')
    assert.deepEqual(provider.asked.slice(before), ['/token', '/token', '/token'])
  })

  it('Entra ID: knows people by oid where that is configured', async () => {
    const factor = factorOf({ harbour: { ...provider.config, subject: 'oid' } })
    const ana = await link(factor, { sub: 'pairwise', oid: '0f5b' })
    assert.equal(await end(factor, ana, { sub: 'another', oid: '0f5b' }), 'accepted')
    assert.equal(await end(factor, ana, { sub: 'pairwise', oid: '1f5b' }), 'unlinked')
    assert.equal(await end(factor, ana, { sub: '0f5b' }), 'mismatch')
  })

  it('reads its secret from a file, and says at the start that it cannot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-secret-'))
    writeFileSync(join(folder, 'secret'), `${clientSecret}\n`)
    writeFileSync(join(folder, 'empty'), '\n')
    const { clientSecret: _, ...bare } = provider.config
    const withFile = (clientSecretFile: string) =>
      factorOf({ harbour: { ...bare, clientSecretFile } }, { dataFolder: folder })
    const factor = withFile('secret')
    assert.equal(await end(factor, await link(factor, { sub: 'ana' }), { sub: 'ana' }), 'accepted')
    for (const file of ['empty', 'missing'])
      assert.throws(() => withFile(file), { code: 'identity-provider.secret-unusable' })
  })

  it('refuses a configuration that would not be safe', () => {
    const wrong: readonly Claims[] = [
      { issuer: 'http://id.example.com' },
      { issuer: 'https://id.example.com/?realm=a' },
      { issuer: 'https://ana:secret@id.example.com' },
      { issuer: 'id.example.com' },
      { algorithm: 'HS256' },
      { algorithm: 'none' },
      { clientSecretFile: 'too' },
      { subject: 'email' },
      { name: 'Two\nlines' },
      { more: true },
    ]
    for (const fault of wrong) {
      const parsed = identityProviderModule.config.safeParse({
        providers: { harbour: { ...provider.config, ...fault } },
      })
      assert.equal(parsed.success, false, JSON.stringify(fault))
    }
  })
})

function factorOf(
  providers: Readonly<Record<string, Claims>> = { harbour: provider.config, other: other.config },
  host = {},
): Factor {
  return identityProviderModule.create(identityProviderModule.config.parse({ providers }), {
    ...testHost(),
    ...host,
  })
}

function offer(factor: Factor) {
  const person = { accountId: 'b' as Id<'account'>, name: 'ana', contacts: [] }
  return factor.offer({ person, options: { provider: 'harbour' }, existing: [], context })
}

async function link(factor: Factor, who: Claims): Promise<Candidate<unknown>> {
  const { show, pending } = await offer(factor)
  const brought = { answer: provider.visit(show.address, who) }
  const answer = await factor.redeem?.({ proof: brought, expected: pending, context: errand })
  const person = { accountId: 'b' as Id<'account'>, name: 'ana', contacts: [] }
  const enrolment = await factor.confirm({ pending, answer, person, context })
  assert.ok(enrolment.accepted)
  return {
    id: 'c' as Id<'authenticator'>,
    accountId: person.accountId,
    label: 'Harbour ID',
    counter: undefined,
    data: enrolment.data,
    lastUsedAt: undefined,
  }
}

async function ask(
  factor: Factor,
  options: unknown = { provider: 'harbour' },
  asked: Pick<AskingContext, 'anew'> = {},
) {
  const challenge = await factor.challenge?.({
    candidates: [],
    options,
    context: { ...context, purpose: 'sign-in', ...asked },
  })
  assert.ok(challenge)
  return challenge
}

async function judge(
  factor: Factor,
  candidate: Candidate<unknown>,
  expected: unknown,
  brought: unknown,
): Promise<Verdict<unknown>> {
  const proof = await factor.redeem?.({ proof: brought, expected, context: errand })
  return factor.verify({ candidates: [candidate], proof, expected, context })
}

/** What a sign-in of somebody there comes to for the account that this candidate belongs to. */
async function end(factor: Factor, candidate: Candidate<unknown>, who: Claims): Promise<string> {
  const asked = await ask(factor)
  return outcome(
    await judge(factor, candidate, asked.expected, { answer: provider.visit(asked.show.address, who) }),
  )
}

function outcome(verdict: Verdict<unknown>): string {
  return verdict.accepted ? 'accepted' : verdict.reason
}

function tokensAsked(): number {
  return [...provider.asked, ...other.asked].filter((path) => path === '/token').length
}

function sealed(claims: Claims, secret: Uint8Array): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret)
}
