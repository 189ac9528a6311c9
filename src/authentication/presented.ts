import { z } from 'zod'
import type { ClientCertificate } from '../factors/factor.ts'
import { newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import { hashToken } from '../kernel/tokens.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { type PresentedRow, presentedStore } from './presented-store.ts'

/** Milliseconds: long enough for the page to come back with its proof. */
const lifetime = 60_000

const kept = z.strictObject({
  der: z.base64(),
  chain: z.array(z.base64()),
  nonce: z.string(),
  ocsp: z.base64().optional(),
})

/**
 * Certificates that browsers have presented where they are asked for, each kept for the page of the same browser: once,
 * for a minute. It says that somebody at that browser holds the key; what that is worth is for a factor to judge (R13).
 */
export interface PresentedCertificates {
  /** Keeps it in place of whatever this browser presented before. False where somebody was faster. */
  keep(browser: string, certificate: ClientCertificate): Promise<boolean>
  /** Gives it out, once; undefined where there is none, or none any more. */
  take(browser: string | undefined): Promise<ClientCertificate | undefined>
  sweep(at: number): Statement
}

export function openPresented(deps: {
  readonly storage: Storage
  readonly random: Random
  readonly box: SecretBox
}): PresentedCertificates {
  const { storage, random, box } = deps
  const store = presentedStore(storage)
  return {
    async keep(browser, certificate) {
      const at = storage.clock.now()
      const id = newId({ clock: storage.clock, random })
      const hash = hashToken(browser)
      const row: PresentedRow = {
        id,
        browser_hash: hash,
        certificate: box.seal(Buffer.from(JSON.stringify(toKept(certificate)), 'utf8'), placeOf(id)),
        presented_at: at,
        expires_at: at + lifetime,
      }
      const statements = [store.drop(hash), store.insert(row)]
      return (await storage.book({ statements, locks: [hash] })) === 'booked'
    },

    async take(browser) {
      const row = browser && (await store.find(hashToken(browser), storage.clock.now()))
      if (!row) return undefined
      const outcome = await storage.book({ statements: [store.take(row.id)], locks: [row.browser_hash] })
      return outcome === 'booked' ? open(box, row) : undefined
    },

    sweep: store.sweep,
  }
}

function open(box: SecretBox, { id, certificate }: PresentedRow): ClientCertificate | undefined {
  try {
    const text = Buffer.from(box.open(certificate, placeOf(id))).toString('utf8')
    const { der, chain, nonce, ocsp } = kept.parse(JSON.parse(text))
    return {
      der: bytesOf(der),
      chain: chain.map(bytesOf),
      nonce,
      ...(ocsp === undefined ? {} : { ocsp: bytesOf(ocsp) }),
    }
  } catch {
    return undefined
  }
}

function toKept({ der, chain, nonce, ocsp }: ClientCertificate): z.infer<typeof kept> {
  return {
    der: base64Of(der),
    chain: chain.map(base64Of),
    nonce,
    ...(ocsp === undefined ? {} : { ocsp: base64Of(ocsp) }),
  }
}

function placeOf(row: string) {
  return { table: 'presented_certificates', column: 'certificate', row }
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
