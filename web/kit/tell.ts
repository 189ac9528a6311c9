/** A short message that something is done. */
export interface Told {
  readonly id: number
  readonly message: string
}

const span = 5000
const listeners = new Set<() => void>()
let told: readonly Told[] = []
let last = 0

/** Says for a few seconds that something is done. */
export function tell(message: string): void {
  last += 1
  const id = last
  change([...told, { id, message }])
  setTimeout(() => change(told.filter((item) => item.id !== id)), span)
}

/** What is being said now, for the one place that shows it. */
export const messages = {
  read: () => told,
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

function change(next: readonly Told[]): void {
  told = next
  for (const listener of listeners) listener()
}
