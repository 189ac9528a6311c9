import type { Clock } from '../../src/kernel/clock.ts'
import { movingClock } from '../verify/contestant.ts'
import type { Examined, Installation } from './installation.ts'
import { openInstallation } from './installation.ts'
import { type Examinee, enrol } from './people.ts'
import type { Sitting } from './sign-ins.ts'

/** Milliseconds: so that everybody has a fresh code. */
const pace = 60_000

/** An installation with its examinees, who are asked again and again. */
export interface Examination extends Installation {
  readonly clock: Clock
  /** A minute later: what everybody is asked now and answers. */
  sit(factor: Examined): readonly Sitting[]
}

export async function openExamination(how: {
  readonly database: string
  readonly folder: string
  readonly people: number
}): Promise<Examination> {
  const clock = movingClock()
  const installation = await openInstallation(how.database, how.folder, clock)
  const rooms = new Map<Examined, { readonly examinees: readonly Examinee[]; sat: number }>()
  for (const [factor, exam] of Object.entries(installation.exams)) {
    clock.move(-(exam.since ?? 0))
    const examinees = await enrol(installation.engine, exam, how.people)
    rooms.set(factor as Examined, { examinees, sat: 0 })
  }
  let minutes = 0
  return {
    ...installation,
    clock,
    sit(factor) {
      clock.move(++minutes * pace)
      const room = rooms.get(factor)
      const nth = room ? room.sat++ : 0
      return (room?.examinees ?? []).map((examinee, place) => ({
        examinee,
        turn: examinee.turn(nth, clock.now()),
        place,
      }))
    },
  }
}
