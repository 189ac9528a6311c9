/** Runs a bounded number of jobs at a time and lets a bounded number wait. */
export interface WorkQueue {
  /** The result of the job, or undefined, at once and without running it, where the queue is full. */
  run<T>(job: () => Promise<T>): Promise<{ readonly value: T } | undefined>
}

/** First come, first served. Memory and cores that hashing may take are `concurrency` times one hash. */
export function workQueue(limits: { readonly concurrency: number; readonly waiting: number }): WorkQueue {
  const waiting: (() => void)[] = []
  let running = 0

  return {
    async run(job) {
      if (running < limits.concurrency) running += 1
      else if (waiting.length < limits.waiting) await new Promise<void>((resume) => waiting.push(resume))
      else return undefined
      try {
        return { value: await job() }
      } finally {
        passOn()
      }
    },
  }

  /** The place goes straight to the next in line, so that a newcomer cannot slip in between. */
  function passOn() {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
