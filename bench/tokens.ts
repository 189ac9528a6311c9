import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bringTokens } from '../src/administration/index.ts'
import { openEngine } from '../src/engine.ts'
import { keyring, masterKey } from '../src/kernel/keyring.ts'
import type { Bench } from './kit/bench.ts'
import { inSeconds, timed } from './kit/seconds.ts'

const mostSeconds = 60
const actor = { by: 'operator', name: 'bench' } as const

/** Files of 100 thousand hardware tokens: each read, checked, looked through and brought in, as the command line does. */
export const bench: Bench = {
  name: 'tokens',
  async *run({ quick }) {
    const tokens = quick ? 10_000 : 100_000
    for (const [kind, fileOf] of Object.entries({ list: listOf, PSKC: pskcOf })) {
      const file = Buffer.from(fileOf(tokens), 'utf8')
      const { took: value } = await timed(() => bring(file))
      const measure = `${tokens.toLocaleString('en')} tokens, ${kind} of ${(file.length / 1_000_000).toFixed(0)} MB`
      yield inSeconds({ bench: 'tokens', measure, value, atMost: quick ? undefined : mostSeconds })
    }
  },
}

async function bring(file: Uint8Array): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-tokens-'))
  const engine = await openEngine({
    database: join(folder, 'bench.db'),
    keys: keyring([masterKey(new Uint8Array(32).fill(42))]),
    baseUrl: 'https://sallyport.example',
  })
  try {
    for (const preview of [true, false])
      await bringTokens(engine, { actor, factor: 'hotp-token', file, preview })
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function listOf(tokens: number): string {
  return keys(tokens)
    .map(({ serial, secret }) => `${serial},${secret.toString('hex')}`)
    .join('\n')
}

/** RFC 6030 §4, with keys in the clear. */
function pskcOf(tokens: number): string {
  const packages = keys(tokens).map(
    ({ serial, secret }) => `<KeyPackage>
  <DeviceInfo><Manufacturer>oath.bench</Manufacturer><SerialNo>${serial}</SerialNo></DeviceInfo>
  <Key Id="${serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
    <AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>
    <Data><Secret><PlainValue>${secret.toString('base64')}</PlainValue></Secret><Counter><PlainValue>0</PlainValue></Counter></Data>
  </Key>
</KeyPackage>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
${packages.join('\n')}
</KeyContainer>`
}

function keys(count: number) {
  return Array.from({ length: count }, (_, number) => {
    const serial = `BN${String(number).padStart(8, '0')}`
    return { serial, secret: createHash('sha1').update(serial).digest() }
  })
}
