import type { Import, Source } from './sources.ts'

/** Who may import whom. What is not named here is refused. */
interface Layer {
  readonly imports: readonly string[]
  /** Of these only types, which leave no trace at run time. */
  readonly types?: readonly string[]
}

/** Layer 3: each may import what stands to its right. */
const domain = [
  'webhooks',
  'streams',
  'subscriptions',
  'admissions',
  'sessions',
  'policy',
  'remembered',
  'inventory',
  'authenticators',
  'accounts',
  'applications',
  'directories',
  'imports',
  'throttle',
  'countries',
  'delivery',
  'audit',
]
/** Layer 4a: likewise. */
const useCases = ['administration', 'enrolment', 'authentication']

const ground = ['storage', 'kernel']
const belowDoors = [...useCases, ...domain, 'factor contract', 'qr', ...ground]

/** What several pages are made of; the pages (portal, console) know nothing of one another. */
const sharedScreens = ['web/attempt', 'web/enrolment', 'web/step-up', 'web/kit', 'web/api']

const layers: Readonly<Record<string, Layer>> = {
  otp: { imports: [] },
  client: { imports: [] },
  kernel: { imports: [] },
  qr: { imports: ['kernel'] },
  x509: { imports: ['kernel'] },
  // It attacks what others have built, from outside: it knows nothing of what it might find there.
  probe: { imports: ['kernel'] },
  storage: { imports: ['kernel'] },
  ...chain(domain, { imports: ground, types: ['factor contract'] }),
  'factor contract': { imports: ['kernel'] },
  'factor *': { imports: ['factor contract', ...domain, 'kernel', 'qr', 'x509', 'otp'] },
  'factor list': { imports: ['factor contract', 'factor *'] },
  // Stand-ins for hardware. They judge nothing and share no code with what judges them; no server loads them.
  'simulator contract': { imports: [], types: ['kernel'] },
  'simulator *': { imports: ['simulator contract', 'kernel', 'x509', 'otp'] },
  'simulator list': { imports: ['simulator contract', 'simulator *'] },
  ...chain(useCases, { imports: ['factor contract', ...domain, 'qr', ...ground] }),
  'protocol contract': { imports: [...belowDoors, 'x509'] },
  'protocol *': {
    imports: ['protocol contract', ...useCases, ...domain, 'qr', 'x509', ...ground],
    types: ['factor contract'],
  },
  'protocol list': { imports: ['protocol contract', 'protocol *'] },
  // The schema is one, whichever doors are open: of a door its tables, and nothing that could speak.
  'protocol tables': { imports: ['storage', 'protocol *'] },
  engine: { imports: ['factor list', 'protocol tables', ...belowDoors] },
  embedding: { imports: ['engine', 'protocol contract', 'factor list', ...belowDoors] },
  server: { imports: ['engine', 'protocol contract', 'protocol list', 'factor list', ...belowDoors] },
  cli: {
    imports: [
      ...[
        'otp',
        'probe',
        'server',
        'engine',
        'protocol contract',
        'protocol list',
        'factor list',
        'simulator list',
      ],
      ...belowDoors,
    ],
    types: ['simulator contract'],
  },
  'web/api': { imports: [], types: ['factor contract'] },
  'web/kit': { imports: ['web/api'], types: ['factor contract'] },
  'web/*': { imports: ['web', ...sharedScreens], types: ['factor contract'] },
  'screens *': { imports: ['web/kit', 'web/api'], types: ['factor contract'] },
  web: { imports: ['web/*', 'screens *'], types: ['factor contract'] },
}

/** Zones without an index: single files, and drawers of leaf files. */
const openZones = /^(kernel|engine|embedding|server|web(\/.*)?|.* contract|.* list|protocol tables)$/

/** What of a door the schema may know. */
const sharedWithTables = /^src\/protocols\/[^/]+\/migrations\.ts$/

/** What of a factor its screens may know: shape of the data, words, teaching text. */
const sharedWithScreens = /^src\/factors\/[^/]+\/(schema|messages|guide)\.ts$/

export const browserPackages =
  /^(@sallyport\/otp|react|react-dom|react-i18next|i18next|zod|qr|uplot|@mantine|@tanstack|@tabler|@simplewebauthn\/browser)(\/|$)/

/** The zone that a file stands in; undefined where the table of layers does not know it. */
export function zoneOf(path: string): string | undefined {
  const [top = '', folder = '', name = '', below] = path.split('/')
  if (top === 'packages') return folder
  if (top === 'web') return name === '' ? 'web' : `web/${folder}`
  if (path === 'src/index.ts') return 'embedding'
  if (name === '') return 'engine'
  if (folder === 'factors') return inFactors(name, below)
  if (folder === 'protocols') return inProtocols(name)
  return folder in layers ? folder : undefined
}

/** What several doors have in common. */
const sharedByDoors = [
  'acr.ts',
  'answer-page.ts',
  'browser-address.ts',
  'certificate.ts',
  'connections.ts',
  'forms.ts',
  'page.ts',
  'port-trial.ts',
  'ports.ts',
  'reach.ts',
  'return-address.ts',
  'refused.ts',
  'seen.ts',
  'status.ts',
  'sweep.ts',
  'told.ts',
]

function inProtocols(name: string): string {
  if (name === 'migrations.ts') return 'protocol tables'
  if (sharedByDoors.includes(name)) return 'protocol contract'
  return inList('protocol', name) ?? `protocol ${name}`
}

function inFactors(name: string, below: string | undefined): string {
  if (name === 'simulator.ts') return 'simulator contract'
  if (name === 'simulators.ts') return 'simulator list'
  const kind = below === 'web' ? 'screens' : below === 'simulator' ? 'simulator' : 'factor'
  return inList('factor', name) ?? `${kind} ${name}`
}

function inList(kind: string, name: string): string | undefined {
  if (name === `${kind}.ts`) return `${kind} contract`
  return name === 'index.ts' ? `${kind} list` : undefined
}

/** The rules that the imports of one file break, each as `file:line imports X: rule`. */
export function brokenRules(source: Source): string[] {
  const zone = zoneOf(source.path)
  if (zone === undefined) return [`${source.path}:1 stands in no layer: give its folder a line in the table`]
  return source.imports.flatMap((line) => {
    const rule = line.target === undefined ? packageRule(zone, line) : fileRule(zone, line)
    return rule === undefined ? [] : [`${source.path}:${line.line} imports ${line.specifier}: ${rule}`]
  })
}

function packageRule(zone: string, { specifier, typesOnly }: Import): string | undefined {
  if (zone === 'otp') return 'packages/otp depends on nothing'
  if (specifier === '@sallyport/otp')
    return allows(zone, 'otp', typesOnly) ? undefined : `${zone} may not import otp`
  if (/^(web|screens)(\/| |$)/.test(zone) && !browserPackages.test(specifier))
    return 'not a package for the browser'
  return undefined
}

function fileRule(zone: string, { target = '', typesOnly }: Import): string | undefined {
  const other = zoneOf(target)
  if (other === zone) return undefined
  if (zone === other?.replace('factor ', 'screens ') && sharedWithScreens.test(target)) return undefined
  if (zone === 'protocol tables' && other?.startsWith('protocol '))
    return sharedWithTables.test(target) ? undefined : 'of a door only its migrations'
  if (other === undefined) return 'it stands in no layer'
  if (other === 'otp') return 'enter it as @sallyport/otp'
  if (!allows(zone, other, typesOnly))
    return `${zone} may not import ${other}${typesOnly ? '' : typesHint(zone, other)}`
  return openZones.test(other) || target.endsWith('/index.ts')
    ? undefined
    : `enter ${other} through its index.ts`
}

function allows(zone: string, other: string, typesOnly: boolean): boolean {
  const layer = layers[zone] ?? layers[anyOf(zone)]
  const named = [...(layer?.imports ?? []), ...(typesOnly ? (layer?.types ?? []) : [])]
  return named.includes(other) || named.includes(anyOf(other))
}

function typesHint(zone: string, other: string): string {
  return allows(zone, other, true) ? ', except types' : ''
}

/** `factor totp` → `factor *`, `web/kit` → `web/*`; web/dev is a tool and no page. */
function anyOf(zone: string): string {
  return zone.replace(/^(factor|simulator|screens|protocol) .*/, '$1 *').replace(/^web\/(?!dev).*/, 'web/*')
}

/** A line of modules each of which may import those after it. */
function chain(modules: readonly string[], layer: Layer): Record<string, Layer> {
  return Object.fromEntries(
    modules.map((name, index) => [
      name,
      { ...layer, imports: [...modules.slice(index + 1), ...layer.imports] },
    ]),
  )
}
