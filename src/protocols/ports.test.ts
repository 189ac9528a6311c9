import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DoorPort, filledSteps } from '../applications/index.ts'
import type { Id } from '../kernel/ids.ts'
import { ldapKind } from './ldap/settings.ts'
import { radiusKind } from './radius/settings.ts'

const here = {
  baseUrl: 'https://mfa.example.com',
  applicationId: 'abc' as Id<'application'>,
  settings: undefined as never,
  secret: 'a-secret',
}

function serversOf(kind: typeof radiusKind | typeof ldapKind, port?: DoorPort): readonly string[] {
  const shows = kind.shows?.({ ...here, port }) ?? []
  return shows.filter(({ label }) => label.startsWith('Server')).map(({ value }) => value)
}

const radiusPort = { host: '10.0.0.5', port: 11812, byTls: { host: '0.0.0.0', port: 2084 } }
const ldapPort = { host: '127.0.0.1', port: 11636, secure: true }

test('what to enter on the other side names the port that is open, and steps paste it', () => {
  assert.deepEqual(serversOf(radiusKind, radiusPort), [
    '10.0.0.5, UDP port `11812`',
    'this machine, TCP port `2084`',
  ])
  assert.deepEqual(serversOf(ldapKind, ldapPort), ['127.0.0.1, TCP port `11636`, by TLS (ldaps)'])
  for (const [kind, port] of [
    [radiusKind, radiusPort],
    [ldapKind, ldapPort],
  ] as const)
    for (const template of kind.templates ?? [])
      for (const { paste = '' } of filledSteps(template as never, { ...here, port }))
        assert.doesNotMatch(paste, /\b(1812|1636)\b/, template.id)
})

test('where nothing listens that is said, with what opens it', () => {
  assert.deepEqual(serversOf(radiusKind), [
    'nothing listens yet: put `radius` into the configuration (UDP port 1812 unless told)',
  ])
  assert.match(serversOf(ldapKind)[0] ?? '', /^nothing listens yet: put `ldap` into/)
})
