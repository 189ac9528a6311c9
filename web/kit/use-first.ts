import { useState } from 'react'
import type { Pages } from './more.tsx'

/** The first of many that are all here already, and the list that `More` shows more of. */
export function useFirst<Item>(
  items: readonly Item[],
  perPage: number,
): { readonly first: readonly Item[]; readonly pages: Pages } {
  const [count, setCount] = useState(perPage)
  return {
    first: items.slice(0, count),
    pages: {
      hasNextPage: items.length > count,
      isFetchingNextPage: false,
      isFetchNextPageError: false,
      error: null,
      fetchNextPage: () => setCount(count + perPage),
    },
  }
}
