import assert from 'node:assert/strict'
import test from 'node:test'
import type { DoorKindView } from '../../web/api/doors.ts'
import { askedKind, isFound, productsOf } from '../../web/console/applications/connect/products.ts'

const radius: DoorKindView = {
  id: 'radius',
  name: 'RADIUS',
  keeps: 'sealed',
  settings: { type: 'object', properties: { networks: {}, mode: {} }, required: ['networks'] },
  templates: [
    { id: 'vpn', name: 'Tunnel', about: 'VPN of the Harbour', asksUrl: false, asks: ['networks'] },
    { id: 'ssh', name: 'SSH', about: 'Logins', asksUrl: false, asks: [] },
  ],
}

test('products come by name, and what is not known by its door at the end', () => {
  const products = productsOf([radius])
  assert.deepEqual(
    products.map(({ id }) => id),
    ['ssh', 'vpn', 'radius'],
  )
})

test('a search finds each of its words, in whatever is said', () => {
  const found = (search: string) =>
    productsOf([radius])
      .filter((one) => isFound(one, search))
      .map(({ id }) => id)
  assert.deepEqual(found('harbour vpn'), ['vpn'])
  assert.deepEqual(found('RADIUS'), ['ssh', 'vpn', 'radius'])
  assert.deepEqual(found('fax'), [])
  assert.equal(found('').length, 3)
})

test('of a product only what its template asks for is asked; of a door, everything', () => {
  const [ssh, vpn, any] = productsOf([radius])
  assert.ok(ssh && vpn && any)
  assert.deepEqual(Object.keys(askedKind(ssh).settings.properties ?? {}), [])
  assert.deepEqual(Object.keys(askedKind(vpn).settings.properties ?? {}), ['networks'])
  assert.equal(askedKind(any), radius)
})
