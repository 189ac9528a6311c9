/** What a browser was sent to another server's page for. Kept for this tab while it is away: nothing of it is secret. */
export interface Errand {
  readonly factor: string
  /** The offer that is confirmed by what comes back; absent where something is proved. */
  readonly offer?: string
  /** The page of ours on which it goes on. */
  readonly back: string
}

const key = 'sallyport.errand'
let brought: (Errand & { readonly answer: string }) | undefined

/** Leaves for another server's page. */
export function leaveFor(address: string, errand: Errand): void {
  sessionStorage.setItem(key, JSON.stringify(errand))
  location.assign(address)
}

/**
 * Takes the answer that a browser comes back with, once. It is kept in memory only; the page on which it goes on, or
 * undefined where this tab was never sent away: an answer that somebody else asked for goes nowhere.
 */
export function bring(answer: string): string | undefined {
  const kept = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  if (kept === null) return undefined
  const errand = JSON.parse(kept) as Errand
  brought = { ...errand, answer }
  return errand.back
}

/** The errand that has come back and waits for the screen that sent it. */
export function broughtErrand(): Errand | undefined {
  return brought
}

/** Its answer, once, for the screen of this factor. */
export function takeBrought(factor: string): string | undefined {
  if (brought?.factor !== factor) return undefined
  const { answer } = brought
  brought = undefined
  return answer
}
