import { type Application, type ApplicationClass, applicationChanged } from '../../applications/index.ts'
import type { AccessList, Classified, ClassRule } from '../../inventory/index.ts'
import { classifier, classNotSaid, isGeneral, ownPages, readName } from '../../inventory/index.ts'
import { type Actor, actorName, requirePermission } from '../actor.ts'
import { type Act, bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'

const looks = { role: 'help-desk', scope: 'accounts:read', changes: false } as const
const changes = { role: 'administrator', scope: 'administration', changes: true } as const

/** Something that accounts reach, with its class and why it is that. */
export interface SystemView extends Classified {
  readonly name: string
  /** Where it comes from: an application asks us who somebody is; of what only lists name nobody asks us. */
  readonly from: readonly ('application' | 'list' | 'group')[]
  /** Accounts that lists name for it, or members of the group. */
  readonly accounts: number
}

/** The same, with what its name counts as. */
export interface KnownSystem extends SystemView {
  readonly key: string
}

export interface SystemsView {
  readonly items: readonly SystemView[]
  readonly lists: readonly AccessList[]
  /** What was said by hand. */
  readonly rules: readonly Pick<ClassRule, 'pattern' | 'class' | 'reason' | 'createdAt'>[]
}

/** Every system there is, with its class and the reason for it. */
export async function classifySystems(
  deps: AdministrationDeps,
  { actor }: { readonly actor: Actor },
): Promise<SystemsView> {
  requirePermission(actor, looks, deps.sessions.requireFresh)
  const [systems, lists, rules] = await Promise.all([
    systemsOf(deps),
    deps.inventory.sources(),
    deps.inventory.classRules(),
  ])
  const said = rules.map(({ pattern, class: systemClass, reason, createdAt }) => ({
    pattern,
    class: systemClass,
    reason,
    createdAt,
  }))
  return { items: systems.map(({ key: _, ...system }) => system), lists, rules: said }
}

/** Applications, what lists name, and groups; of one name they are one system. */
export async function systemsOf(deps: AdministrationDeps): Promise<readonly KnownSystem[]> {
  const [applications, listed, groups, members, rules] = await Promise.all([
    deps.applications.list(),
    deps.inventory.systems(),
    deps.groups.list(),
    deps.groups.countMembers(),
    deps.inventory.classRules(),
  ])
  const classOf = classifier(rules)
  const lists = new Map(listed.map((system) => [system.key, system]))
  const asking = new Map(applications.map((application) => [application.key as string, application]))
  const sets = new Map(groups.map((group) => [group.key as string, group]))
  const keys = new Set([...asking.keys(), ...lists.keys(), ...sets.keys()])
  return [...keys].toSorted().map((key): KnownSystem => {
    const application = asking.get(key)
    const list = lists.get(key)
    const group = sets.get(key)
    const name = application?.name ?? list?.name ?? group?.name ?? key
    return {
      key,
      name,
      from: [
        ...(application ? (['application'] as const) : []),
        ...(list ? (['list'] as const) : []),
        ...(group ? (['group'] as const) : []),
      ],
      accounts: (list?.accounts ?? 0) + (group ? (members.get(group.id) ?? 0) : 0),
      ...classOf({ name, ownClass: application?.class, entitlements: list?.entitlements ?? [] }),
    }
  })
}

export interface ClassInput {
  readonly actor: Actor
  /** The name of a system, or a pattern with `*` that is kept as a rule for all whose name fits. */
  readonly pattern: string
  readonly reason: string
}

/** Says by hand what systems of a name guard: it wins over everything found. An application takes the class itself. */
export async function setSystemClass(
  deps: AdministrationDeps,
  input: ClassInput & { readonly class: ApplicationClass },
): Promise<void> {
  const { whole: pattern, application } = await saidOf(deps, input)
  const rule: ClassRule = {
    pattern,
    class: input.class,
    reason: input.reason,
    actor: actorName(input.actor),
    createdAt: deps.storage.clock.now(),
  }
  const own = application && application.class !== input.class ? application : undefined
  const statements = [
    deps.inventory.setClass(rule),
    ...(own ? [deps.applications.change(own, { class: input.class })] : []),
  ]
  const details = { pattern, class: input.class, reason: input.reason }
  const act = { actor: input.actor, statements, event: 'inventory.classified', details }
  if (!(await book(deps, application, act))) throw applicationChanged()
}

/** What was said is said no more; an application keeps the class that it took. Throws `inventory.class-not-said`. */
export async function forgetSystemClass(deps: AdministrationDeps, input: ClassInput): Promise<void> {
  const { whole: pattern, application } = await saidOf(deps, input)
  const details = { pattern, reason: input.reason }
  const statements = [deps.inventory.forgetClass(pattern)]
  const act = { actor: input.actor, statements, event: 'inventory.class-forgotten', details }
  if (!(await book(deps, application, act))) throw classNotSaid()
}

async function saidOf(deps: AdministrationDeps, { actor, pattern }: ClassInput) {
  requirePermission(actor, changes, deps.sessions.requireFresh)
  const { whole } = readName(pattern)
  const named = isGeneral(whole)
    ? undefined
    : (await deps.applications.list()).find(({ key }) => key === whole)
  if (named?.kind === 'portal') throw ownPages()
  return { whole, application: named }
}

async function book(
  deps: AdministrationDeps,
  application: Application | undefined,
  act: Omit<Act, 'applicationId' | 'locks'>,
): Promise<boolean> {
  const of = application ? { applicationId: application.id, locks: [application.id] } : { locks: [] }
  return (await bookAct(deps, { ...act, ...of })) === 'booked'
}
