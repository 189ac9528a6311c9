import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { PNG } from 'pngjs'
import { qrTerminal, type TerminalStyle } from './index.ts'
import { encodePng } from './png-encoder.ts'
import { assertReads, skipWithoutZbar, uri, zbarReads } from './readers.fixture.ts'

const styles: readonly TerminalStyle[] = ['colour', 'dark-terminal', 'light-terminal']

describe('a code for the terminal', () => {
  it('is read by independent decoders in every style', async () => {
    for (const style of styles) assertReads(screenshot(await qrTerminal(uri, { style }), style), uri, style)
  })

  it('is read by zbar in every style', { skip: skipWithoutZbar }, async () => {
    const shots = await Promise.all(
      styles.map(async (style) => screenshot(await qrTerminal(uri, { style }), style)),
    )
    assert.deepEqual(zbarReads(shots), [uri, uri, uri])
  })

  it('has a quiet zone of four modules on every side', async () => {
    const lines = (await qrTerminal(uri, { style: 'light-terminal' })).split('\n').slice(0, -1)
    assert.ok([...lines.slice(0, 2), ...lines.slice(-2)].every((line) => line.trim() === ''))
    assert.ok(lines.every((line) => line.startsWith('    ') && line.endsWith('    ')))
    assert.equal(new Set(lines.map((line) => line.length)).size, 1)
  })

  it('sets and resets its colours on every line', async () => {
    const lines = (await qrTerminal(uri)).split('\n').slice(0, -1)
    assert.ok(lines.every((line) => line.startsWith('\x1b[38;5;16;48;5;231m') && line.endsWith('\x1b[0m')))
  })

  it('is plain text where no colours are wanted', async () => {
    for (const style of ['dark-terminal', 'light-terminal'] as const)
      assert.match(await qrTerminal(uri, { style }), /^[ ▀▄█\n]+$/)
  })
})

/** Each character is a cell of twice the height; `light-terminal` and `colour` show dark writing on light. */
function screenshot(text: string, style: TerminalStyle): Uint8Array {
  const rows = stripVTControlCharacters(text).split('\n').slice(0, -1)
  const [cell, border] = [8, 24]
  const width = (rows[0]?.length ?? 0) * cell + 2 * border
  const height = rows.length * 2 * cell + 2 * border
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const x = Math.floor(((i % width) - border) / cell)
    const y = Math.floor((Math.floor(i / width) - border) / cell)
    const character = rows[Math.floor(y / 2)]?.[x] ?? ' '
    return (y % 2 === 0 ? '▀█' : '▄█').includes(character) ? 1 : 0
  })
  const palette =
    style === 'dark-terminal'
      ? ([
          [30, 30, 30],
          [230, 230, 230],
        ] as const)
      : ([
          [240, 240, 240],
          [0, 0, 0],
        ] as const)
  const png = encodePng({ width, height, pixels, palette })
  assert.equal(PNG.sync.read(Buffer.from(png)).width, width)
  return png
}
