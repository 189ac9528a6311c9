import assert from 'node:assert/strict'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { oidcRoutes } from '../../../src/protocols/oidc/routes.ts'
import { ns } from '../../../src/protocols/saml/names.ts'
import { samlRoutes } from '../../../src/protocols/saml/routes.ts'
import { attack } from '../../kit/attack.ts'
import { rowsOf } from '../../kit/engine.ts'
import type { Sent } from '../../kit/server.ts'
import * as oidc from '../../oidc/relying-party.fixture.ts'
import * as saml from '../../saml/service-provider.fixture.ts'

const names = [
  ...['client_id', 'client_secret', 'redirect_uri', 'scope', 'state', 'nonce', 'response_type'],
  ...['response_mode', 'code_challenge', 'code_challenge_method', 'prompt', 'max_age', 'acr_values'],
  ...['claims', 'id_token_hint', 'login_hint', 'request', 'request_uri', 'resource', 'user_code', 'xsrf'],
  ...['confirm', 'abort', 'logout', 'post_logout_redirect_uri', 'token', 'token_type_hint', 'grant_type'],
  ...['code', 'refresh_token', 'device_code', 'code_verifier', 'client_assertion', 'dpop_jkt'],
  ...['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature'],
]

const odd = [
  ...['', 'x', '\0', '%00', '-1', '1e400', "'", '<script>', 'ü', '[]', '{"a":', 'a'.repeat(5000)],
  ...['{"id_token":{"acr":{"essential":true,"values":[1,null]}}}', '{"id_token":{"sub":{"value":{}}}}'],
  ...['{"__proto__":{"x":1}}', '{"id_token":null}', 'none', 'login none', 'openid', 'S256', 'plain', 'code'],
  ...['token', 'form_post', 'web_message', 'authorization_code', 'refresh_token', 'client_credentials'],
  ...['urn:ietf:params:oauth:grant-type:device_code', 'urn:ietf:params:oauth:request_uri:x', 'BBBB-BBBB'],
  ...['eyJhbGciOiJub25lIn0.e30.', 'eyJ.e30.x', 'https://wiki.example/callback', '\r\nset-cookie: x=y'],
]

const inside = [
  ...['', '<samlp:NameIDPolicy/>', '<samlp:NameIDPolicy Format="x"/>', '<saml:Subject/>', '<x>', 'text'],
  ...['<samlp:RequestedAuthnContext Comparison="better"/>', '<samlp:RequestedAuthnContext Comparison="x"/>'],
  '<saml:Subject><saml:NameID>x</saml:NameID></saml:Subject>',
  `<ds:Signature xmlns:ds="${ns.signature}"/>`,
  `<ds:Signature xmlns:ds="${ns.signature}"><ds:SignedInfo/></ds:Signature>`,
]

attack('F: the doors of the web take a thousand broken requests, and stay as they are', async (scene) => {
  const wiki = await oidc.connect(scene)
  const tv = await oidc.connect(scene, {
    authentication: 'none',
    grants: ['authorization_code', 'device_code'],
  })
  const provider = await saml.connect(scene, { byHand: true, settings: { idpInitiated: true } })
  const ids = [wiki.application.id, tv.application.id, provider.application.id]
  const at = new Date(scene.clock.now()).toISOString()

  const messages = fc
    .tuple(
      fc.constantFrom('AuthnRequest', 'LogoutRequest', 'LogoutResponse'),
      fc.constantFrom(provider.entityId, '', 'x'),
      fc.constantFrom(...inside),
    )
    .map(
      ([name, issuer, more]) =>
        `<samlp:${name} xmlns:samlp="${ns.protocol}" xmlns:saml="${ns.assertion}" ID="_a" Version="2.0" IssueInstant="${at}"><saml:Issuer>${issuer}</saml:Issuer>${more}</samlp:${name}>`,
    )
  const values = fc.oneof(
    fc.constantFrom(...odd, ...ids),
    fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed()),
    messages.map((xml) => deflateRawSync(xml).toString('base64')),
    messages.map((xml) => Buffer.from(xml).toString('base64')),
  )
  const sound = [
    ...[
      ['client_id', tv.application.id],
      ['response_type', 'code'],
      ['scope', 'openid'],
    ],
    ...[
      ['redirect_uri', oidc.callback],
      ['code_challenge', 'a'.repeat(43)],
      ['code_challenge_method', 'S256'],
    ],
  ] as const
  const queries = fc
    .tuple(fc.boolean(), fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 5 }))
    .map(([whole, fields]) => String(new URLSearchParams([...(whole ? sound : []), ...fields] as string[][])))
  const headers = fc.record(
    {
      accept: fc.constantFrom('text/html', 'application/json'),
      authorization: fc.constantFrom('Basic x', 'Basic %', 'Bearer', 'Bearer x', 'DPoP x'),
      cookie: fc.constantFrom(
        ...[
          '__Host-sallyport_oidc=x',
          '__Host-sallyport_session=%00',
          '__Host-sallyport_session=sps_x',
          'a=%',
        ],
        `__Secure-sallyport_oidc_under_way=authorize.${'a'.repeat(43)}; __Secure-sallyport_oidc_back=x`,
      ),
      origin: fc.constantFrom('null', 'https://evil.example', 'https://wiki.example'),
      dpop: fc.constantFrom('x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'),
      'content-type': fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'x', ''),
    },
    { requiredKeys: ['content-type'] },
  )
  const parts = fc.constantFrom('x', 'a'.repeat(43), '%00', '..', '%2e%2e', 'saml_x', ...ids)
  const requests = fc
    .tuple(fc.constantFrom(...oidcRoutes, ...samlRoutes), parts, queries, headers)
    .map(([{ method, path }, part, query, own]): Sent => {
      const at = path.replace(/:[a-z]+$/, part)
      if (method === 'POST') return { method, path: at, headers: own, body: query }
      const { 'content-type': _, ...plain } = own
      return { method, path: `${at}?${query}`, headers: plain }
    })
  for (const request of fc.sample(requests, 1000)) {
    const answer = await scene.server.stranger().send(request)
    assert.ok(answer.status < 500, `${answer.status} ${JSON.stringify(request)}`)
    assert.doesNotMatch(String(answer.headers.location), /^https?:\/\/(?!wiki|sallyport)/)
  }
  assert.deepEqual(await rowsOf(scene.engine, 'admissions'), [])
})
