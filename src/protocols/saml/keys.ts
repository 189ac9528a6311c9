import { createPrivateKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { Random } from '../../kernel/random.ts'
import type { SecretBox } from '../../kernel/secret-box.ts'
import type { Storage } from '../../storage/index.ts'
import { fingerprintOf, selfSigned } from '../certificate.ts'
import { keysUnreadable } from './errors.ts'
import { samlStore } from './saml-store.ts'
import type { SamlKeysTable } from './schema.ts'
import type { SigningPair } from './sign-xml.ts'

const day = 24 * 3_600_000
/** How long one signs. Many who rely on us keep its certificate by hand, and have to be visited. */
const turnLength = 2 * 365 * day
/** How long it is told of before it signs, and after. */
const lead = 90 * day
const overlap = 30 * day
/** A certificate is valid a little before it is made: the clocks of others are not ours. */
const slack = day

const modulusLength = 3072

export interface KeysDeps {
  readonly storage: Storage
  readonly random: Random
  readonly box: SecretBox
  readonly baseUrl: string
}

export interface SigningKeys {
  readonly signing: SigningPair
  /** All that metadata tell of, the one that signs first. */
  readonly certificates: readonly string[]
}

/** The keys as they are now; a successor is made where one is due. */
export async function currentKeys(deps: KeysDeps): Promise<SigningKeys> {
  const at = deps.storage.clock.now()
  const rows = await livingKeys(deps, at)
  const signing = rows.find((row) => Number(row.signs_from) <= at) ?? rows.at(-1)
  if (!signing) throw keysUnreadable('there are none')
  const others = rows.filter((row) => row !== signing)
  return { signing: open(deps, signing), certificates: [signing, ...others].map((row) => row.certificate) }
}

/** Where two nodes find a successor due at once, one books it, and the other reads it. */
async function livingKeys(deps: KeysDeps, at: number): Promise<readonly SamlKeysTable[]> {
  const store = samlStore(deps.storage)
  const rows = await store.livingKeys(at)
  const [newest] = rows
  if (newest && at < Number(newest.signs_from) + turnLength - lead) return rows
  await makeNext(deps, newest, at)
  return store.livingKeys(at)
}

/** The first one signs at once: nobody has kept older metadata. */
async function makeNext(deps: KeysDeps, before: SamlKeysTable | undefined, at: number): Promise<void> {
  const store = samlStore(deps.storage)
  const signsFrom = before ? at + lead : at
  const row = await newKey(deps, { at, signsFrom, turn: (before?.turn ?? 0) + 1 })
  await deps.storage.book({
    statements: [store.insertKey(row), ...(before ? [store.retireKey(before.id, signsFrom + overlap)] : [])],
    locks: ['saml-keys'],
    events: [
      {
        at,
        event: 'saml.key-made',
        outcome: 'done',
        actor: 'system',
        details: { keyId: row.id, signsFrom },
      },
    ],
  })
}

async function newKey(
  { random, box, baseUrl }: KeysDeps,
  { at, signsFrom, turn }: { readonly at: number; readonly signsFrom: number; readonly turn: number },
): Promise<SamlKeysTable> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength })
  const until = signsFrom + turnLength + overlap + slack
  const name = new URL(baseUrl).hostname
  const certificate = selfSigned({ ...pair, name, serial: random.bytes(15), from: at - slack, until })
  const id = fingerprintOf(certificate)
  const plain = pair.privateKey.export({ format: 'der', type: 'pkcs8' })
  return {
    id,
    turn,
    private_key: box.seal(plain, placeOf(id)),
    certificate,
    created_at: at,
    signs_from: signsFrom,
    retires_at: null,
  }
}

function open({ box }: KeysDeps, { id, private_key, certificate }: SamlKeysTable): SigningPair {
  try {
    const key = Buffer.from(box.open(private_key, placeOf(id)))
    return { privateKey: createPrivateKey({ key, format: 'der', type: 'pkcs8' }), certificate }
  } catch (error) {
    throw keysUnreadable(error)
  }
}

function placeOf(row: string) {
  return { table: 'saml_keys', column: 'private_key', row }
}
