import { type Cells, type Row, rowOf } from './cells.ts'
import { checkCount } from './collect.ts'
import { refuseFile } from './problems.ts'
import type { Reading } from './reading.ts'
import type { Table } from './table-importer.ts'
import { decodeSecret } from './text.ts'
import { elementAt, readXml, type XmlElement } from './xml.ts'

/**
 * Deepnet DualShield: `data / header` with encryption, encoding, digits, seconds and hash, then `tokens / token / serial,
 * seed` (wiki.deepnetsecurity.com, “DualShield Token File Format for SafeID Hardware OTP Tokens”). Without seconds its
 * tokens count. Encrypted ones are encrypted for DualShield.
 */
export const deepnetXml: Table = {
  id: 'deepnet-xml',
  title: 'Deepnet SafeID (DualShield XML)',
  encoding: 'hex',
  recognises: (beginning) => /<data>/.test(beginning) && /<manufacturerCode>/.test(beginning),
  rows: readTokens,
}

async function readTokens(file: Uint8Array, reading: Reading): Promise<readonly Row[]> {
  const rows: Row[] = []
  let header: XmlElement | undefined
  await readXml(file, ['data', 'tokens'], {
    root: () => undefined,
    element(element) {
      if (element.name === 'header') header = checkHeader(element)
      if (element.name !== 'token') return
      const row = rowOf(reading, 'time', `Line ${element.line}`, cellsOf(element, header))
      if (row) rows.push(row)
      checkCount(rows.length)
    },
  })
  return rows
}

function checkHeader(header: XmlElement): XmlElement {
  const encryption = elementAt(header, 'encrypt')?.text ?? 'NONE'
  if (encryption !== 'NONE')
    refuseFile('its secrets are encrypted for DualShield', 'Ask Deepnet for a file that is not, or for PSKC.')
  return header
}

function cellsOf(token: XmlElement, header: XmlElement | undefined): Cells {
  const seed = elementAt(token, 'seed')?.text ?? ''
  const period = elementAt(header, 'timeWindow')?.text
  return {
    serial: elementAt(token, 'serial')?.text,
    secret: elementAt(header, 'encode')?.text === 'BASE64' ? hexOf(seed) : seed,
    kind: period ? 'time' : 'event',
    digits: elementAt(header, 'digits')?.text,
    period,
    algorithm: elementAt(header, 'crypto')?.text,
    maker: 'Deepnet Security',
    model: 'SafeID',
  }
}

/** What is not Base64 stays as it is, and is refused for not being hexadecimal. */
function hexOf(base64: string): string {
  const bytes = decodeSecret(base64, 'base64')
  return bytes ? Buffer.from(bytes).toString('hex') : base64
}
