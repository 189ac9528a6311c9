import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { simulatorMark } from '../../kernel/simulator-mark.ts'
import { type Certificate, pemBlocks, readCertificate, shownName } from '../../x509/index.ts'
import { fileUnusable } from './errors.ts'

/** The certificates in PEM files. Throws `smart-card.file-unusable`: without them nobody knows whom to believe. */
export function readCertificates(
  paths: readonly string[],
  dataFolder: string | undefined,
): readonly Certificate[] {
  return paths.flatMap((path) => {
    const blocks = pemBlocks(readBytes(path, dataFolder), 'CERTIFICATE')
    if (blocks.length === 0) throw fileUnusable(path, 'holds no PEM certificate')
    return blocks.map((der) => readOne(path, der))
  })
}

export function inFolder(folder: string | undefined, path: string): string {
  return resolve(folder ?? '.', path)
}

/** Whoever has a simulator has the keys of its authority, so that its word is worth nothing (R9). */
function readOne(path: string, der: Uint8Array): Certificate {
  const certificate = readOrThrow(path, der)
  if (shownName(certificate.subject).includes(simulatorMark))
    throw fileUnusable(path, 'is that of a simulator')
  return certificate
}

function readOrThrow(path: string, der: Uint8Array): Certificate {
  try {
    return readCertificate(der)
  } catch (cause) {
    throw fileUnusable(path, 'cannot be read', cause)
  }
}

function readBytes(path: string, dataFolder: string | undefined): Uint8Array {
  try {
    return readFileSync(inFolder(dataFolder, path))
  } catch (cause) {
    throw fileUnusable(path, 'cannot be read', cause)
  }
}
