import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signRequest } from './sigv4.ts'
import vectors from './vectors/sigv4.json' with { type: 'json' }

for (const given of vectors.cases) {
  test(`signs as AWS does: ${given.name}`, () => {
    const { service, sessionToken } = { sessionToken: undefined, ...given }
    const added = signRequest(
      given,
      { ...vectors.credentials, sessionToken },
      { region: vectors.region, service, at: Date.parse(vectors.at) },
    )
    const scope = `20150830/${vectors.region}/${service}/aws4_request`
    assert.equal(
      added.authorization,
      `AWS4-HMAC-SHA256 Credential=${vectors.credentials.accessKeyId}/${scope}, SignedHeaders=${given.signedHeaders}, Signature=${given.signature}`,
    )
    assert.equal(added['x-amz-date'], '20150830T123600Z')
  })
}
