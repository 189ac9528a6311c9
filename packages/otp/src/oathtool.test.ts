import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { encodeBase32 } from './base32.ts'
import { hotp } from './hotp.ts'
import { createSecret } from './secret.ts'
import { totp } from './totp.ts'

const isAbsent = spawnSync('oathtool', ['--version']).error !== undefined
const skip = isAbsent && process.env.CI !== 'true' ? 'absent: oathtool is not on PATH' : false

/** OATH Toolkit is an implementation that shares nothing with ours. */
function oathtool(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('oathtool', args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return stdout.trim()
}

describe('oathtool agrees', () => {
  it('on HOTP at small and at very large counters', { skip }, () => {
    for (const counter of [0n, 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n - 1n]) {
      for (const digits of [6, 7, 8]) {
        const secret = encodeBase32(createSecret())
        const theirs = oathtool('--hotp', '--base32', `--counter=${counter}`, `--digits=${digits}`, secret)
        assert.equal(hotp(secret, counter, { digits }), theirs)
      }
    }
  })

  it('on TOTP with every hash, period and start of counting', { skip }, () => {
    for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const) {
      for (const [seconds, period, t0] of [
        [59, 30, 0],
        [1_700_000_000, 60, 0],
        [20_000_000_000, 17, 1_000],
      ] as const) {
        const secret = encodeBase32(createSecret(algorithm))
        const theirs = oathtool(
          `--totp=${algorithm}`,
          '--base32',
          '--digits=8',
          `--now=@${seconds}`,
          `--time-step-size=${period}s`,
          `--start-time=@${t0}`,
          secret,
        )
        assert.equal(totp(secret, { at: seconds * 1000, algorithm, digits: 8, period, t0 }), theirs)
      }
    }
  })
})
