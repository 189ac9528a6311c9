import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { simulatorMark } from '../../../kernel/simulator-mark.ts'
import { type Certificate, organizationName, readCertificate, textsOf } from '../../../x509/index.ts'
import { rootUnusable } from '../errors.ts'

const pem = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g

/** The certificates in PEM files: in the data folder, or at an absolute path. Throws `webauthn.root-unusable`. */
export function readRoots(paths: readonly string[], dataFolder: string | undefined): readonly Certificate[] {
  return paths.flatMap((path) => rootsIn(path, readText(path, dataFolder)))
}

/** The certificates in PEM texts of ours. */
export function parseRoots(texts: readonly string[]): readonly Certificate[] {
  return texts.flatMap((text) => rootsIn('built in', text))
}

function rootsIn(path: string, text: string): readonly Certificate[] {
  const roots = [...text.matchAll(pem)].map(([, body]) => read(path, Buffer.from(body ?? '', 'base64')))
  if (roots.length === 0) throw rootUnusable(path, 'holds no PEM certificate')
  return roots
}

/** Whoever has a simulator has the keys of its authority, so that its word is worth nothing (R9). */
function read(path: string, der: Uint8Array): Certificate {
  const certificate = readOrThrow(path, der)
  if (textsOf(certificate.subject, organizationName).includes(simulatorMark))
    throw rootUnusable(path, 'is that of a simulator')
  return certificate
}

function readOrThrow(path: string, der: Uint8Array): Certificate {
  try {
    return readCertificate(der)
  } catch (cause) {
    throw rootUnusable(path, 'cannot be read', cause)
  }
}

function readText(path: string, dataFolder: string | undefined): string {
  try {
    return readFileSync(resolve(dataFolder ?? '.', path), 'utf8')
  } catch (cause) {
    throw rootUnusable(path, 'cannot be read', cause)
  }
}
