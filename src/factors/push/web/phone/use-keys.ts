import { useQuery } from '@tanstack/react-query'
import { asProblem } from '../../../../../web/api/problem.ts'
import { keepKey, listKeys, type OwnKey } from './own-keys.ts'
import { currentReach } from './reach.ts'
import { type Asked, look } from './talk.ts'

/** Milliseconds between two looks while the page is open. */
const pause = 1500

/** A key, and how it stands: asked, quiet, or not known to the server, or not yet. */
export interface Standing {
  readonly own: OwnKey
  readonly state: 'asked' | 'quiet' | 'joining' | 'unknown' | 'offline'
  readonly asked?: Asked
}

/** The keys of this phone, looking all the time what they are asked; undefined until that is known. */
export function useKeys() {
  const { data, refetch } = useQuery({
    queryKey: ['phone', 'keys'],
    queryFn: lookWithAll,
    refetchInterval: pause,
    refetchOnWindowFocus: 'always',
    networkMode: 'always',
  })
  return { keys: data, lookAgain: refetch }
}

async function lookWithAll(): Promise<readonly Standing[]> {
  const keys = await listKeys()
  const reach = keys.length === 0 ? undefined : await currentReach()
  return Promise.all(keys.map((own) => lookWith(own, reach)))
}

async function lookWith(own: OwnKey, reach: Awaited<ReturnType<typeof currentReach>>): Promise<Standing> {
  try {
    const asked = await look(own, reach)
    const known = await confirmed(own)
    return asked ? { own: known, state: 'asked', asked } : { own: known, state: 'quiet' }
  } catch (thrown) {
    if (asProblem(thrown).code !== 'elsewhere.refused') return { own, state: 'offline' }
    return { own, state: own.number === undefined ? 'unknown' : 'joining' }
  }
}

/** Its owner has typed the number on the other screen: it is of no use any more. */
async function confirmed(own: OwnKey): Promise<OwnKey> {
  if (own.number === undefined) return own
  const { number: _, ...known } = own
  await keepKey(known)
  return known
}
