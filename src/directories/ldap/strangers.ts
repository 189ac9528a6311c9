import type { Random } from '../../kernel/random.ts'

/** So many are kept: enough for their spread to be alike, few enough to follow a directory that grows slower. */
const kept = 32

/** How long the directory takes to say that a password is wrong, to spend as long on whom it does not know. */
export interface RefusalTimes {
  note(milliseconds: number): void
  /** One of those that were noted lately; 0 while there is none. */
  draw(): number
}

export function refusalTimes(random: Random): RefusalTimes {
  const times: number[] = []
  return {
    note(milliseconds) {
      times.push(milliseconds)
      if (times.length > kept) times.shift()
    },
    draw() {
      const [byte = 0] = random.bytes(1)
      return times[Math.floor((byte / 256) * times.length)] ?? 0
    },
  }
}
