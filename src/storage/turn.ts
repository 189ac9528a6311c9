/** So that the first of many are booked while the others are still being judged. */
const mostTogether = 32

/**
 * Collects what is asked in one turn of the event loop, and passes it on together at its end. Who then go on side by
 * side find the code of each step in the processor's caches *(one by one, a verify takes half as long again)*.
 */
export function perTurn<Item>(pass: (items: readonly Item[]) => void): (item: Item) => void {
  const waiting: Item[] = []

  function end(): void {
    const items = waiting.splice(0, mostTogether)
    if (waiting.length > 0) setImmediate(end)
    pass(items)
  }

  return (item) => {
    if (waiting.push(item) === 1) setImmediate(end)
  }
}
