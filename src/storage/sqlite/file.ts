import { closeSync, mkdirSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../../kernel/error-code.ts'
import { foreignFile, isABackup } from '../errors.ts'
import { openingFailure } from './failures.ts'

/** `SALY` in the header of our files (PRAGMA application_id): how a foreign SQLite file is told from ours. */
export const applicationId = 0x53414c59

/** `SALB`: the same in the header of a backup, so that no server goes on with one by mistake (R17). */
export const archiveId = 0x53414c42

const headerLength = 100
const applicationIdOffset = 68
const magic = 'SQLite format 3\0'

/**
 * Makes sure that the file is there and ours, or new: mode 0600 in a folder of mode 0700. A foreign file is
 * recognised by its header (https://www.sqlite.org/fileformat.html §1.3) without SQLite ever opening it.
 */
export function prepareFile(file: string): void {
  try {
    makeFolder(dirname(file))
    const header = readHeader(file)
    if (header.length === 0) return
    const id = idIn(header)
    if (id === archiveId) throw isABackup(file)
    if (id !== applicationId) throw foreignFile(file)
  } catch (error) {
    throw openingFailure(file, error)
  }
}

/** Only the last folder of the path is made: a mistyped path must not grow a tree. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

/** The first bytes; creates the file when there is none. */
function readHeader(file: string): Uint8Array {
  const handle = openSync(file, 'a+', 0o600)
  try {
    const header = new Uint8Array(headerLength)
    const length = readSync(handle, header, 0, headerLength, 0)
    return header.subarray(0, length)
  } finally {
    closeSync(handle)
  }
}

function idIn(header: Uint8Array): number | undefined {
  if (header.length < headerLength) return undefined
  const view = new DataView(header.buffer, header.byteOffset)
  const text = Buffer.from(header.subarray(0, magic.length)).toString('latin1')
  return text === magic ? view.getUint32(applicationIdOffset) : undefined
}
