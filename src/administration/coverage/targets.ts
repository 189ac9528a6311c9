import type { ApiScope, Application, ApplicationDoor, DoorKinds } from '../../applications/index.ts'
import { type Demand, demandOf, type Policy } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import type { CoveredDoor } from './surface.ts'
import type { Lane } from './ways.ts'

/** An application with the lanes that lead into it. */
export interface Target {
  readonly application: Application
  /** What its class should be worth; undefined where nothing was said of it. */
  readonly demanded: Demand | undefined
  readonly lanes: readonly Lane[]
  /** Of its keys that work now. */
  readonly scopes: ReadonlySet<ApiScope>
  /** What its doors let anybody reach. */
  readonly opened: readonly Opened[]
}

/** A path that is open to anybody, signed in or not. */
export interface Opened {
  readonly door: string
  readonly path: string
}

/** All applications that are switched on, as they are at this moment. */
export async function targetsOf(
  deps: AdministrationDeps,
  {
    policy,
    doors,
    at,
  }: { readonly policy: Policy; readonly doors: readonly CoveredDoor[]; readonly at: number },
): Promise<readonly Target[]> {
  const kinds = await deps.doorKinds()
  const vouched = new Set(kinds.filter((kind) => kind.vouched).map(({ id }) => id))
  const active = (await deps.applications.list()).filter(({ status }) => status === 'active')
  return Promise.all(
    active.map(async (application) => {
      const [scopes, connected] = await Promise.all([
        livingScopes(deps, application, at),
        deps.doors.of(application.id),
      ])
      const known = {
        scopes,
        vouched,
        connected: new Set(connected.map(({ door }) => door)),
        codeAlone: new Set(connected.filter((one) => asksCodeAlone(kinds, one)).map(({ door }) => door)),
      }
      const lanes = doors.flatMap((door) => lanesOf(door, application, known))
      const opened = connected.flatMap((one) => openedBy(kinds, one))
      return { application, demanded: demandOn(policy, application), lanes, scopes, opened }
    }),
  )
}

function demandOn(policy: Policy, application: Application): Demand | undefined {
  const strength = policy.classes[application.class]
  const demand = strength === undefined ? undefined : demandOf(strength, policy.strengths)
  // How often it is shown is a way of its own.
  return demand && { ...demand, remembered: Number.POSITIVE_INFINITY }
}

async function livingScopes(
  { apiKeys }: AdministrationDeps,
  { id }: Application,
  at: number,
): Promise<ReadonlySet<ApiScope>> {
  const keys = await apiKeys.listOf(id)
  const living = keys.filter(
    ({ revokedAt, expiresAt }) => revokedAt === undefined && (expiresAt === undefined || expiresAt > at),
  )
  return new Set(living.flatMap(({ scopes }) => scopes))
}

function asksCodeAlone(kinds: DoorKinds, door: ApplicationDoor): boolean {
  const { kind, settings } = readDoor(kinds, door)
  return !kind || settings === undefined || (kind.asksCodeAlone?.(settings) ?? false)
}

function openedBy(kinds: DoorKinds, door: ApplicationDoor): readonly Opened[] {
  const { kind, settings } = readDoor(kinds, door)
  if (!kind?.opens) return []
  const paths = settings === undefined ? ['/'] : kind.opens(settings)
  return paths.map((path) => ({ door: door.door, path }))
}

/** Settings that cannot be read let nobody in, and are looked at as if they did (R15). */
function readDoor(kinds: DoorKinds, { door, settings }: ApplicationDoor) {
  const kind = kinds.find(({ id }) => id === door)
  const read = kind?.settings.safeParse(settings)
  return { kind, settings: read?.success ? read.data : undefined }
}

/** By which keys and doors an application comes. */
interface Connected {
  readonly scopes: ReadonlySet<ApiScope>
  readonly connected: ReadonlySet<string>
  /** The doors by which it asks about codes without a password. */
  readonly codeAlone: ReadonlySet<string>
  /** The doors by which the first factor has been proved elsewhere. */
  readonly vouched: ReadonlySet<string>
}

/** Where a door wants a key or a connection, there is no lane without one; our own pages want none. */
function lanesOf(
  { id: door, ends, serves }: CoveredDoor,
  application: Application,
  { scopes, connected, codeAlone, vouched }: Connected,
): readonly Lane[] {
  const own = application.kind === 'portal'
  const refers = serves === 'connected'
  const open = { 'sign-in': (own && !refers) || has('attempts'), verify: has('verify') }
  function has(scope: ApiScope): boolean {
    if (serves === 'all') return true
    if (serves === 'connected') return connected.has(door)
    return serves === 'own-pages' ? own : scopes.has(scope)
  }
  const proved = vouched.has(door)
  // Nobody comes by such a door to an application whose word does not count.
  if (proved && !application.vouches) return []
  const vouches = proved || (serves === 'keyed' && application.vouches && scopes.has('vouch:first-factor'))
  return ends
    .filter((purpose) => open[purpose])
    .map((purpose) => ({
      door,
      purpose,
      vouches,
      asksTwo: proved,
      trusted: serves === 'all' || serves === 'own-pages',
      atOurPages: purpose === 'sign-in' && (own || refers) && !proved,
      codeAlone: purpose === 'verify' && (!refers || codeAlone.has(door)),
    }))
}
