import assert from 'node:assert/strict'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import type { Engine } from '../../src/engine.ts'
import { ssf } from '../../src/protocols/oidc/ssf/index.ts'
import { eachEngine, onTwoNodes, type Person, person, setUpAdministrator, type World } from '../kit/engine.ts'
import { type Answer, openTestServer, origin, type TestServer } from '../kit/server.ts'
import { type Connected, connect, discover, signInBy } from '../oidc/relying-party.fixture.ts'
import { openReceiver, type Receiver } from '../webhooks/receiver.fixture.ts'

export const caep = 'https://schemas.openid.net/secevent/caep/event-type'
export const ofStreams = 'https://schemas.openid.net/secevent/ssf/event-type'
export const push = 'urn:ietf:rfc:8935'
export const poll = 'urn:ietf:rfc:8936'

export interface StreamScene extends World {
  readonly server: TestServer
  readonly receiver: Receiver
  readonly alice: Person
  readonly bob: Person
  /** Lets time pass, then seals, queues and sends. */
  later(milliseconds?: number): Promise<void>
}

/** A world in which one receiver on loopback may be called, on SQLite and on PostgreSQL. */
export function withStreams(name: string, run: (scene: StreamScene) => Promise<void>): void {
  eachEngine(name, async (world) => {
    const receiver = await openReceiver()
    receiver.answer = () => ({ status: 202 })
    const engine = await world.node({ webhookReach: [receiver.place] })
    const server = await openTestServer(engine)
    try {
      await setUpAdministrator(world)
      const [alice, bob] = [await person(world, 'alice'), await person(world, 'bob')]
      await engine.audit.seal()
      const later = (milliseconds = 1000) => tellAfter(world, [engine], milliseconds)
      await run({ ...world, engine, server, receiver, alice, bob, later })
    } finally {
      await server.close()
      await receiver.close()
    }
  })
}

export { onTwoNodes }

export async function tellAfter(
  { clock }: Pick<World, 'clock'>,
  nodes: readonly Engine[],
  milliseconds: number,
): Promise<void> {
  clock.advance(milliseconds)
  await nodes[0]?.audit.seal()
  const [tell] = ssf.jobs ?? []
  for (let turn = 0; turn < 2; turn++) await Promise.all(nodes.map((node) => tell?.run(node)))
}

/** An application that people sign in to, and that may have streams. */
export function connectReceiver(
  scene: Pick<StreamScene, 'server'>,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Connected> {
  return connect(scene, {
    grants: ['authorization_code', 'refresh_token', 'client_credentials'],
    scopes: ['openid', 'profile', 'email', 'ssf.read', 'ssf.manage'],
    ...settings,
  })
}

export async function tokenOf(
  scene: Pick<StreamScene, 'server'>,
  connected: Connected,
  scope = 'ssf.manage',
): Promise<string> {
  const { access_token: token } = await openid.clientCredentialsGrant(await discover(scene, connected), {
    scope,
  })
  return token
}

export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>

/** The API as one application calls it. */
export async function receiverAt(
  scene: Pick<StreamScene, 'server'>,
  connected: Connected,
  scope?: string,
): Promise<Call> {
  return callWith(scene, await tokenOf(scene, connected, scope))
}

export function callWith({ server }: Pick<StreamScene, 'server'>, token: string): Call {
  const system = server.stranger()
  return (method, path, body) =>
    system.send({ method, path, headers: { authorization: `Bearer ${token}` }, ...(body ? { body } : {}) })
}

/** A stream that is pushed to the receiver of the scene, or fetched. */
export async function createStream(
  call: Call,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const made = await call('POST', '/ssf/streams', settings)
  assert.equal(made.status, 201, made.text)
  return made.body.stream_id
}

export function pushedTo({ receiver }: Pick<StreamScene, 'receiver'>) {
  return { delivery: { method: push, endpoint_url: receiver.url } }
}

export async function signInTo(scene: StreamScene, connected: Connected, owner: Person) {
  const configuration = await discover(scene, connected)
  const browser = await scene.server.browser()
  const tokens = await signInBy(scene, configuration, { browser, owner })
  return { browser, tokens, claims: tokens.claims() ?? assert.fail() }
}

// biome-ignore lint/suspicious/noExplicitAny: claims are looked into by tests, member by member
export type Claims = Readonly<Record<string, any>>

/** What a token says, verified as a receiver would: by what the transmitter publishes. */
export async function verified(
  { server, clock }: Pick<StreamScene, 'server' | 'clock'>,
  token: string,
  { application }: Connected,
): Promise<Claims> {
  const stranger = server.stranger()
  const at = async (path: string) => (await stranger.send({ method: 'GET', path })).body
  const { jwks_uri: jwks, issuer } = await at('/.well-known/ssf-configuration')
  const keys = (await at(String(jwks).slice(origin.length))) as JSONWebKeySet
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
    issuer,
    audience: application.id,
    typ: 'secevent+jwt',
    algorithms: ['RS256'],
    currentDate: new Date(clock.now()),
  })
  assert.ok(protectedHeader.kid)
  assert.equal(payload.sub, undefined, 'SSF 1.0 §4.1.2')
  assert.equal(payload.exp, undefined, 'SSF 1.0 §4.1.7')
  assert.equal(Object.keys(payload.events as object).length, 1, 'one event')
  return payload
}

/** What was pushed so far, verified. */
export function pushed(scene: StreamScene, connected: Connected) {
  return Promise.all(scene.receiver.received.map(({ raw }) => verified(scene, raw, connected)))
}

/** The types of some tokens, without what all have in common. */
export function typesOf(tokens: readonly { readonly events?: unknown }[]): readonly string[] {
  return tokens
    .flatMap(({ events }) => Object.keys(events as object))
    .map((type) => type.split('/').at(-1) ?? '')
}
