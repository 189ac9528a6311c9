import type { AdapterPayload } from 'oidc-provider'
import type { SecretBox } from '../../kernel/secret-box.ts'
import { hashToken } from '../../kernel/tokens.ts'
import type { Statement, Storage } from '../../storage/index.ts'
import { recordsBusy } from './errors.ts'
import { type NewRecord, type RecordRow, recordStore } from './records-store.ts'

/** What the protocol keeps, of all kinds: sealed, and known by hashes. */
export type Records = ReturnType<typeof openRecords>

/** Kinds of which a second one is a replay, never a newer state. */
const once = new Set(['ReplayDetection'])

export function openRecords({ storage, box }: { readonly storage: Storage; readonly box: SecretBox }) {
  const { clock } = storage
  const store = recordStore(storage)

  const place = (row: string) => ({ table: 'oidc_records', column: 'payload', row })

  async function book(locks: readonly string[], statements: readonly Statement[]): Promise<boolean> {
    return (await storage.book({ statements, locks })) === 'booked'
  }

  function read(row: RecordRow | undefined): AdapterPayload | undefined {
    if (!row || Number(row.expires_at) <= clock.now()) return undefined
    const payload = JSON.parse(Buffer.from(box.open(row.payload, place(row.id))).toString())
    return row.consumed_at === null ? payload : { ...payload, consumed: seconds(Number(row.consumed_at)) }
  }

  function rowOf(kind: string, id: string, payload: AdapterPayload, lifetime: number): NewRecord {
    const row = recordId(kind, id)
    const at = clock.now()
    return {
      id: row,
      kind,
      payload: box.seal(Buffer.from(JSON.stringify(payload)), place(row)),
      grant_id: kind === 'Grant' ? id : (payload.grantId ?? null),
      uid_hash: payload.uid ? recordId(kind, payload.uid) : null,
      user_code_hash: payload.userCode ? recordId(kind, payload.userCode) : null,
      created_at: at,
      expires_at: at + lifetime * 1000,
    }
  }

  return {
    async find(kind: string, id: string): Promise<AdapterPayload | undefined> {
      return read(await store.find(recordId(kind, id)))
    },

    async findByUid(kind: string, uid: string): Promise<AdapterPayload | undefined> {
      return read(await store.findBy('uid_hash', recordId(kind, uid)))
    },

    async findByUserCode(kind: string, userCode: string): Promise<AdapterPayload | undefined> {
      return read(await store.findBy('user_code_hash', recordId(kind, userCode)))
    },

    /** `lifetime` in seconds. False where it was there before and must not be, or is settled. */
    write(kind: string, id: string, payload: AdapterPayload, lifetime: number): Promise<boolean> {
      const row = rowOf(kind, id, payload, lifetime)
      const statement = once.has(kind)
        ? store.insert(row)
        : store.write(row, settledAt(kind, payload, clock.now()))
      return book([row.id], [statement])
    },

    /** Uses it up. False where somebody was faster. */
    consume(kind: string, id: string): Promise<boolean> {
      const row = recordId(kind, id)
      return book([row], [store.consume(row, clock.now())])
    },

    async remove(kind: string, id: string): Promise<void> {
      const row = recordId(kind, id)
      if (!(await book([row], [store.remove(row)]))) throw recordsBusy()
    },

    /** Everything that hangs on one admission. */
    async removeGrant(grantId: string): Promise<void> {
      if (!(await book([grantId], [store.removeGrant(grantId)]))) throw recordsBusy()
    },
  }
}

function recordId(kind: string, id: string): string {
  return hashToken(`${kind}:${id}`)
}

/** What a device asked for is answered once: by whom, or that it is refused. */
function settledAt(kind: string, { accountId, error }: AdapterPayload, at: number): number | null {
  return kind === 'DeviceCode' && (accountId || error) ? at : null
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}
