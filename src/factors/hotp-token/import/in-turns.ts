import { setImmediate } from 'node:timers/promises'

const together = 500

/** Does something with each of many, and lets everybody else have a turn in between. */
export async function inTurns<Item>(
  items: Iterable<Item>,
  run: (item: Item, index: number) => void,
): Promise<void> {
  let index = 0
  for (const item of items) {
    if (index % together === together - 1) await setImmediate()
    run(item, index++)
  }
}
