import type { Id } from '../kernel/ids.ts'
import type { Place, SecretBox } from '../kernel/secret-box.ts'
import { type OutboxBody, outboxBody, type SealedEntry } from './schema.ts'

type Owner = { readonly id: Id<'message'>; readonly accountId: Id<'account'> | undefined }

/** Seals recipient and words for one row of one account: links and addresses lie nowhere in clear (G9, R17). */
export function sealBody(box: Pick<SecretBox, 'seal'>, owner: Owner, body: OutboxBody): Uint8Array {
  return box.seal(Buffer.from(JSON.stringify(body), 'utf8'), placeOf(owner))
}

/** What is to be sent; undefined where it cannot be read: then only this message is lost (F-28). */
export function openBody(box: Pick<SecretBox, 'open'>, entry: SealedEntry): OutboxBody | undefined {
  if (!entry.body) return undefined
  try {
    const text = Buffer.from(box.open(entry.body, placeOf(entry))).toString('utf8')
    return outboxBody.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function placeOf(owner: Owner): Place {
  return { table: 'outbox', column: 'body', row: owner.id, account: owner.accountId ?? '' }
}
