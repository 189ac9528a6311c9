import { useQuery } from '@tanstack/react-query'
import { asProblem } from '../../../../../web/api/problem.ts'
import type { Reach } from '../../schema.ts'
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

/** The keys of this phone, looking all the time what they are asked; undefined until that is known. `called`: it rings. */
export function useKeys() {
  const { data, refetch } = useQuery({
    queryKey: ['phone', 'keys'],
    queryFn: lookWithAll,
    refetchInterval: pause,
    refetchOnWindowFocus: 'always',
    networkMode: 'always',
  })
  return { keys: data?.keys, called: data?.called ?? false, lookAgain: refetch }
}

async function lookWithAll() {
  const own = await listKeys()
  const reach = own.length === 0 ? undefined : await currentReach()
  const keys = await Promise.all(own.map((one) => lookWith(one, reach)))
  return { keys, called: reach !== undefined }
}

async function lookWith(own: OwnKey, reach: Reach | undefined): Promise<Standing> {
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
