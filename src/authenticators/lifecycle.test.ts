import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changes, mayChange, statusAt } from './lifecycle.ts'
import type { AuthenticatorStatus } from './schema.ts'

const all: readonly AuthenticatorStatus[] = ['pending', 'active', 'suspended', 'lost', 'expired', 'disabled']

const allowed: Readonly<Record<AuthenticatorStatus, string>> = {
  pending: 'confirm remove',
  active: 'exhaust suspend stall lose remove',
  suspended: 'resume stall remove',
  lost: 'forfeit find remove',
  expired: 'exhaust suspend stall lose remove',
  disabled: 'remove',
}

for (const status of all)
  test(`what may happen to one that is ${status}`, () => {
    const names = Object.keys(changes) as (keyof typeof changes)[]
    assert.equal(
      names.filter((change) => mayChange({ status, stale: false }, change)).join(' '),
      allowed[status],
    )
  })

test('R17: what nobody could renew at a restore is read as suspended, and not let go like others', () => {
  assert.equal(statusAt('stale', undefined, 0), 'suspended')
  const stale = { status: 'suspended', stale: true } as const
  const names = Object.keys(changes) as (keyof typeof changes)[]
  assert.deepEqual(
    names.filter((change) => mayChange(stale, change)),
    ['revive', 'remove'],
  )
})

test('N-25: nothing but a new binding makes a disabled one active again', () => {
  const toActive = Object.values(changes).filter(({ to }) => to === 'active')
  assert.ok(toActive.every(({ from }) => !(from as readonly string[]).includes('disabled')))
})

test('N-39: an active one whose time is over has expired, to the millisecond; nothing else expires', () => {
  assert.equal(statusAt('active', 1000, 999), 'active')
  assert.equal(statusAt('active', 1000, 1000), 'expired')
  assert.equal(statusAt('active', undefined, 1000), 'active')
  assert.equal(statusAt('lost', 1000, 1000), 'lost')
})

test('F-28: an unknown status satisfies nothing', () => {
  for (const written of ['', 'ACTIVE', 'expired', 'removed', '__proto__'])
    assert.equal(statusAt(written, undefined, 0), 'suspended')
})
