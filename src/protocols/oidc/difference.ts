import { withoutEndSlashes } from '../../kernel/slashes.ts'

/** In what two addresses differ, where it is one thing: what people mistype most. */
export type Difference = 'trailing-slash' | 'scheme' | 'host' | 'port' | 'path' | 'query'

/** Undefined where none of the registered ones is near, or what was sent is no address. Never the address itself (G9). */
export function differenceOf(sent: unknown, registered: readonly string[]): Difference | undefined {
  const asked = typeof sent === 'string' ? URL.parse(sent) : null
  if (!asked) return undefined
  const near = registered.flatMap((one) => {
    const url = URL.parse(one)
    return url ? (onlyDifference(asked, url) ?? []) : []
  })
  return near[0]
}

function onlyDifference(asked: URL, registered: URL): Difference | undefined {
  const found: readonly (readonly [Difference, boolean])[] = [
    ['scheme', asked.protocol !== registered.protocol],
    ['host', asked.hostname !== registered.hostname],
    ['port', asked.port !== registered.port],
    ['path', asked.pathname !== registered.pathname],
    ['query', asked.search !== registered.search],
  ]
  const [only, ...others] = found.filter(([, differs]) => differs).map(([name]) => name)
  if (only === undefined || others.length > 0) return undefined
  return only === 'path' && bare(asked) === bare(registered) ? 'trailing-slash' : only
}

function bare({ pathname }: URL): string {
  return withoutEndSlashes(pathname)
}
