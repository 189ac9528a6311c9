import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Place, SecretBox } from '../kernel/secret-box.ts'
import { equalBytes, hashToken } from '../kernel/tokens.ts'
import type { Statement, Storage } from '../storage/index.ts'
import type { DoorKind } from './door.ts'
import { doorStore } from './doors-store.ts'
import type { ApplicationDoor, ConnectedApplication, DoorSecret, DoorSecretsTable } from './schema.ts'

/** A secret that was made or taken just now: shown once. */
export interface IssuedSecret {
  readonly secret: DoorSecret
  readonly text: string
}

export interface NewDoorSecret {
  readonly applicationId: Id<'application'>
  readonly kind: Pick<DoorKind, 'id' | 'secret'>
  /** What the other side has already; made here unless given. */
  readonly text?: string | undefined
  readonly expiresAt?: number | undefined
}

/** By which doors applications come. All of it is read live: a change counts at the next request (R3). */
export interface Doors {
  /** Of an active application. */
  find(applicationId: Id<'application'>, door: string): Promise<ConnectedApplication | undefined>
  /** Active applications that come by a door, by name. */
  all(door: string): Promise<readonly ConnectedApplication[]>
  /** What differs whenever something of one of them has changed: by application, in the order of their names. */
  states(door: string): Promise<ReadonlyMap<Id<'application'>, string>>
  /** What is set for an application, active or not. */
  of(applicationId: Id<'application'>): Promise<readonly ApplicationDoor[]>
  /** `template`: the product that it was set by. */
  set(applicationId: Id<'application'>, door: string, settings: unknown, template?: string): Statement
  /** Expects the version that was seen. */
  change(at: Pick<ApplicationDoor, 'applicationId' | 'door' | 'version'>, settings: unknown): Statement
  /** Its secrets go with it. */
  remove(applicationId: Id<'application'>, door: string): readonly Statement[]
  readonly secrets: DoorSecrets
}

/** The secrets that applications share with us, several while one takes the place of another. */
export interface DoorSecrets {
  create(input: NewDoorSecret): IssuedSecret & { readonly statement: Statement }
  listOf(applicationId: Id<'application'>, door: string): Promise<readonly DoorSecret[]>
  /** Whether it is one of the living secrets, told in constant time. For what is hashed. */
  matches(applicationId: Id<'application'>, door: string, candidate: string): Promise<boolean>
  /** The living secrets themselves, newest first. For what is sealed; one that does not open is left out. */
  open(applicationId: Id<'application'>, door: string): Promise<readonly string[]>
  /** Those of all applications that come by a door, each one's newest first. */
  openAll(door: string): Promise<ReadonlyMap<Id<'application'>, readonly string[]>>
  /** Those before `at` end after so many milliseconds, or sooner if they were to. */
  endAfter(applicationId: Id<'application'>, door: string, overlap: number): Statement
  revoke(id: Id<'door-secret'>): Statement
}

const secretBytes = 32
const shownLength = 6

export function openDoors(deps: {
  readonly storage: Storage
  readonly random: Random
  readonly box: SecretBox
}): Doors {
  const { storage, random, box } = deps
  const { clock } = storage
  const store = doorStore(storage)

  return {
    find: store.find,
    all: store.all,
    states: store.states,
    of: store.of,
    set: (applicationId, door, settings, template) =>
      store.insert({ applicationId, door, settings, template, at: clock.now() }),
    change: store.change,
    remove: store.remove,
    secrets: {
      create({ applicationId, kind, text = newSecret(random), expiresAt }) {
        const secret: DoorSecret = {
          id: newId<'door-secret'>({ clock, random }),
          applicationId,
          door: kind.id,
          prefix: text.slice(0, shownLength),
          createdAt: clock.now(),
          expiresAt,
          revokedAt: undefined,
        }
        const kept =
          kind.secret === 'sealed'
            ? { sealed: box.seal(Buffer.from(text), placeOf(secret.id)) }
            : { hash: hashToken(text) }
        return { secret, text, statement: store.insertSecret(secret, kept) }
      },
      listOf: store.secretsOf,
      async matches(applicationId, door, candidate) {
        const living = await store.livingSecrets(applicationId, door, clock.now())
        const hash = Buffer.from(hashToken(candidate))
        return living.some((row) => row.hash !== null && equalBytes(hash, Buffer.from(row.hash)))
      },
      async open(applicationId, door) {
        const living = await store.livingSecrets(applicationId, door, clock.now())
        return living.flatMap((row) => opened(box, row))
      },
      async openAll(door) {
        const living = await store.livingSecretsOfAll(door, clock.now())
        const byApplication = Map.groupBy(living, (row) => row.application_id as Id<'application'>)
        return new Map([...byApplication].map(([id, rows]) => [id, rows.flatMap((row) => opened(box, row))]))
      },
      endAfter: (applicationId, door, overlap) =>
        store.endSecrets(applicationId, door, { at: clock.now(), end: clock.now() + overlap }),
      revoke: (id) => store.revokeSecret(id, clock.now()),
    },
  }
}

/** None that a command line would take for an option: people paste it there, and `radclient` says no more than how it is used. */
function newSecret(random: Random): string {
  const text = Buffer.from(random.bytes(secretBytes)).toString('base64url')
  return text.startsWith('-') ? newSecret(random) : text
}

function placeOf(id: string): Place {
  return { table: 'door_secrets', column: 'sealed', row: id }
}

/** Nothing where it is a hash, or does not open. */
function opened(box: SecretBox, { id, sealed }: Pick<DoorSecretsTable, 'id' | 'sealed'>): readonly string[] {
  if (!sealed) return []
  try {
    return [Buffer.from(box.open(sealed, placeOf(id))).toString()]
  } catch {
    return []
  }
}
