/** A bounded number of places, and of these a bounded number for each who asks: a flood by one shuts out nobody else. */
export interface Places {
  /** A place, and how it is left; undefined where all are taken, or all of this one's. */
  enter(asker: string): (() => void) | undefined
}

export function openPlaces({
  most,
  mostOfOne,
}: {
  readonly most: number
  readonly mostOfOne: number
}): Places {
  const ofOne = new Map<string, number>()
  let all = 0
  function move(asker: string, by: 1 | -1): void {
    const own = (ofOne.get(asker) ?? 0) + by
    all += by
    if (own === 0) ofOne.delete(asker)
    else ofOne.set(asker, own)
  }
  return {
    enter(asker) {
      if (all >= most || (ofOne.get(asker) ?? 0) >= mostOfOne) return undefined
      move(asker, 1)
      return () => move(asker, -1)
    },
  }
}
