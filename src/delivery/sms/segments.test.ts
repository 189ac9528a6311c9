import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countSegments } from './segments.ts'

const cases = [
  ['', 'GSM-7', 0, 1],
  ['a'.repeat(160), 'GSM-7', 160, 1],
  ['a'.repeat(161), 'GSM-7', 161, 2],
  ['a'.repeat(306), 'GSM-7', 306, 2],
  ['a'.repeat(307), 'GSM-7', 307, 3],
  ['äöüßÄÖÜñÑéèùìòàåøæ', 'GSM-7', 18, 1],
  ['€'.repeat(80), 'GSM-7', 160, 1],
  [`${'€'.repeat(80)}a`, 'GSM-7', 161, 2],
  ['[]{}\\~^|', 'GSM-7', 16, 1],
  ['ç'.repeat(70), 'UCS-2', 70, 1],
  ['ç'.repeat(71), 'UCS-2', 71, 2],
  ['…', 'UCS-2', 1, 1],
  ['🚪'.repeat(35), 'UCS-2', 70, 1],
  ['🚪'.repeat(36), 'UCS-2', 72, 2],
  ['`', 'UCS-2', 1, 1],
] as const

for (const [text, alphabet, units, count] of cases) {
  test(`counts ${units} units of ${alphabet} in ${count} for “${text.slice(0, 12)}” (3GPP TS 23.038, 23.040)`, () => {
    assert.deepEqual(countSegments(text), { alphabet, units, count })
  })
}
