import { z } from 'zod'
import type { Importer, PoolEntry } from '../factor.ts'
import { type KeyLine, poolEntries } from './import-entry.ts'
import { firstLines, type Line, linesOf } from './import-lines.ts'
import type { YubikeyData } from './schema.ts'

const noOptions = z.strictObject({}).optional()

/** `508326,cccccccccccc,83cebdfb7b93,a47c…,,2013-12-12T08:43:17,`: what ykman and the key storage module write. */
const yubicoCsv: Importer<YubikeyData> = {
  id: 'yubico-csv',
  title: 'CSV of ykman, the YubiKey personalization tool or a key storage module',
  options: noOptions,
  recognises: (file) =>
    firstLines(file).some(({ columns }) => columns.length >= 5 && /^\d+$/.test(columns[0] ?? '')),
  async read(file) {
    return poolEntries(linesOf(file).flatMap(csvLine))
  },
}

/** Lines without a public id are keys of other kinds: OATH, static passwords. They are none of ours. */
function csvLine({ place, columns }: Line): readonly KeyLine[] {
  const [serial = '', publicId = '', privateId = '', key = ''] = columns
  return publicId === '' ? [] : [{ place, serial, publicId, privateId, key }]
}

/** `Yubico OTP,12/11/2013 11:10,1,vvgutbiedkvi,ab86…,d26a…,,,0,…`: the log that the personalization tool keeps. */
const yubicoLog: Importer<YubikeyData> = {
  id: 'yubico-log',
  title: "Log of the YubiKey personalization tool, in its 'traditional' format",
  options: noOptions,
  recognises: (file) =>
    firstLines(file).some(({ columns }) => /^(LOGGING START|Yubico OTP)$/i.test(columns[0] ?? '')),
  async read(file) {
    return newest(
      poolEntriesOfLog(linesOf(file).filter(({ columns }) => /^Yubico OTP$/i.test(columns[0] ?? ''))),
    )
  },
}

/** A slot that was programmed again stands in the log again: what was written last is what the key holds. */
function poolEntriesOfLog(lines: readonly Line[]): readonly KeyLine[] {
  return lines.map(({ place, columns }) => {
    const [, , , publicId = '', privateId = '', key = ''] = columns
    return { place, publicId, privateId, key }
  })
}

function newest(lines: readonly KeyLine[]): readonly PoolEntry<YubikeyData>[] {
  return poolEntries([...new Map(lines.map((line) => [line.publicId, line])).values()])
}

/** `vvgutbiedkvi, ab86c04de6a3, d26a7c0f85fdda28bd816e406342b214`: one key, typed in. */
const staticEntry: Importer<YubikeyData> = {
  id: 'entry',
  title: 'Keys one by one: public id, private id, AES key',
  options: noOptions,
  recognises: (file) => firstLines(file).some(({ columns }) => columns.length === 3),
  async read(file) {
    return poolEntries(
      linesOf(file).map(({ place, columns: [publicId = '', privateId = '', key = ''] }) => ({
        place,
        publicId,
        privateId,
        key,
      })),
    )
  },
}

/** The files that keys come in, the more telling ones first. */
export const importers: readonly Importer<YubikeyData>[] = [yubicoLog, yubicoCsv, staticEntry]
