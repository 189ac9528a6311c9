/**
 * Runs what concerns one key one after the other, and different keys side by side. Inside one process the proofs of
 * an account so never contend; across nodes the guarded writes decide. Whoever had to wait is told so: what they read
 * before may be old.
 */
export function queuePerKey(): <Result>(
  key: string,
  run: (waited: boolean) => Promise<Result>,
) => Promise<Result> {
  const tails = new Map<string, Promise<unknown>>()
  return async (key, run) => {
    const before = tails.get(key)
    const next = () => run(true)
    const mine = before ? before.then(next, next) : run(false)
    tails.set(key, mine)
    try {
      return await mine
    } finally {
      if (tails.get(key) === mine) tails.delete(key)
    }
  }
}
