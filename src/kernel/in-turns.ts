import { setImmediate } from 'node:timers/promises'

/** Does something with each of many, so many in one go, and lets everybody else have a turn in between. */
export async function inTurns<Item>(
  items: Iterable<Item>,
  run: (item: Item, index: number) => void,
  { together = 500 }: { readonly together?: number } = {},
): Promise<void> {
  let index = 0
  for (const item of items) {
    if (index % together === together - 1) await setImmediate()
    run(item, index++)
  }
}
