import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { enrol, factorConformance, start } from '../../../test/factor-conformance.ts'
import { accepted, totpFixture as fixture, period, verify } from './test/holder.ts'

factorConformance('totp', fixture)

const isAbsent = spawnSync('oathtool', ['--version']).error !== undefined
const skip = isAbsent && process.env.CI !== 'true' ? 'absent: oathtool is not on PATH' : false

describe('oathtool and the TOTP factor agree', { skip }, () => {
  it('on a shown secret, at any time and with every algorithm', async () => {
    for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const) {
      const enrolled = await enrol({ ...fixture, config: { algorithm, digits: 8 } })
      for (const at of [start + period, start + 12_345_678_000]) {
        const args = [
          `--totp=${algorithm}`,
          '--base32',
          '--digits=8',
          `--now=@${at / 1000}`,
          String(enrolled.shown.secret),
        ]
        const { stdout, status, stderr } = spawnSync('oathtool', args, { encoding: 'utf8' })
        assert.equal(status, 0, stderr)
        accepted(await verify(enrolled, stdout.trim(), at))
      }
    }
  })
})
