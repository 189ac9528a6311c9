import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { SecretBox } from '../../kernel/secret-box.ts'
import type { Storage } from '../../storage/index.ts'
import { type KeyRow, keyStore } from './keys-store.ts'

/** What ID tokens are signed with: RS256 is what every client knows, ES256 is for those that ask for it. */
const signingAlgorithms = ['RS256', 'ES256'] as const

const day = 24 * 60 * 60_000
/** How long one signs. */
const turnLength = 90 * day
/** How long it is handed out before it signs, and after: Microsoft may keep a key set for two days. */
const lead = 3 * day
const overlap = 2 * day

interface KeysDeps {
  readonly storage: Storage
  readonly box: SecretBox
}

/** The keys that are handed out; for each algorithm the one that signs stands before the others. */
export interface SigningKeys {
  /** Differs where other keys sign. */
  readonly version: string
  /** With their private halves. */
  readonly keys: readonly JWK[]
  /** By their ids: since when there are, and by when they are handed out no more. */
  readonly lives: ReadonlyMap<string, { readonly from: number; readonly until: number }>
}

/** The keys as they are now; a successor is made where one is due. */
export async function currentKeys(deps: KeysDeps): Promise<SigningKeys> {
  const at = deps.storage.clock.now()
  const rows = await livingKeys(deps, at)
  const ordered = signingAlgorithms.flatMap((algorithm) => {
    const own = rows.filter((row) => row.algorithm === algorithm)
    const signing = own.find((row) => Number(row.signs_from) <= at)
    return [...own].sort((a, b) => Number(b === signing) - Number(a === signing))
  })
  return {
    version: ordered.map(({ id }) => id).join(),
    keys: ordered.map((row) => openKey(deps, row)),
    lives: new Map(ordered.map((row) => [row.id, lifeOf(row)])),
  }
}

/** The same from the day on which it is made, whenever it is asked. */
function lifeOf({ created_at: from, signs_from: signsFrom }: KeyRow) {
  return { from: Number(from), until: Number(signsFrom) + turnLength + overlap }
}

/** Where two nodes find a successor due at once, one books it, and the other reads it. */
async function livingKeys(deps: KeysDeps, at: number): Promise<readonly KeyRow[]> {
  const store = keyStore(deps.storage)
  const rows = await store.living(at)
  const due = signingAlgorithms.filter((algorithm) => isDue(newestOf(rows, algorithm), at))
  if (due.length === 0) return rows
  for (const algorithm of due) await makeNext(deps, algorithm, { before: newestOf(rows, algorithm), at })
  return store.living(at)
}

function newestOf(rows: readonly KeyRow[], algorithm: string): KeyRow | undefined {
  return rows.find((row) => row.algorithm === algorithm)
}

function isDue(newest: KeyRow | undefined, at: number): boolean {
  return !newest || at >= Number(newest.signs_from) + turnLength - lead
}

/** The first one signs at once: nobody has kept an older key set. */
async function makeNext(
  { storage, box }: KeysDeps,
  algorithm: string,
  { before, at }: { readonly before: KeyRow | undefined; readonly at: number },
): Promise<void> {
  const store = keyStore(storage)
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true, modulusLength: 2048 })
  const jwk = { ...(await exportJWK(privateKey)), alg: algorithm, use: 'sig' }
  const id = await calculateJwkThumbprint(jwk)
  const signsFrom = before ? at + lead : at
  const row: KeyRow = {
    id,
    algorithm,
    turn: (before?.turn ?? 0) + 1,
    private_key: box.seal(Buffer.from(JSON.stringify(jwk)), placeOf(id)),
    created_at: at,
    signs_from: signsFrom,
    retires_at: null,
  }
  const statements = before
    ? [store.insert(row), store.retire(before.id, signsFrom + overlap), store.sweep(at)]
    : [store.insert(row)]
  const event = {
    at,
    event: 'oidc.key-made',
    outcome: 'done',
    actor: 'system',
    details: { keyId: id, algorithm, signsFrom },
  } as const
  await storage.book({ statements, locks: [`oidc-keys-${algorithm}`], events: [event] })
}

function openKey({ box }: KeysDeps, row: KeyRow): JWK {
  const plain = box.open(row.private_key, placeOf(row.id))
  return { ...(JSON.parse(Buffer.from(plain).toString()) as JWK), kid: row.id }
}

function placeOf(row: string) {
  return { table: 'oidc_keys', column: 'private_key', row }
}
