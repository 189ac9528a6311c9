import { useMemo, useState } from 'react'
import type { DoorKindView, Settings } from '../../../api/doors.ts'
import type { Problem } from '../../../api/problem.ts'
import { type Answers, answersOf, type SettingProblem, settingsOf } from './answers.ts'

const prefix = 'settings.'

/** The fields of a door's settings: what stands in them, and what is wrong there. */
export interface SettingsFields {
  readonly kind: DoorKindView
  readonly answers: Answers
  readonly problems: readonly SettingProblem[]
  readonly change: (answers: Answers) => void
}

/** Keeps the fields; `read` hands on what they say where it can be read at all. */
export function useSettings(
  kind: DoorKindView,
  { settings, problem }: { readonly settings?: Settings; readonly problem: Problem | undefined },
) {
  const [answers, change] = useState(() => answersOf(kind.settings, settings))
  const [own, setOwn] = useState<readonly SettingProblem[]>([])
  const refused = useMemo(() => refusedSettings(problem), [problem])

  function read(act: (settings: Settings) => void): void {
    const outcome = settingsOf(kind.settings, answers)
    setOwn('problems' in outcome ? outcome.problems : [])
    if ('settings' in outcome) act(outcome.settings)
  }

  const fields: SettingsFields = { kind, answers, problems: own.length > 0 ? own : refused, change }
  return { fields, read }
}

/** What the server says of single settings. */
function refusedSettings(problem: Problem | undefined): readonly SettingProblem[] {
  return (problem?.details.issues ?? [])
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, message }) => ({ path: path.slice(prefix.length), message }))
}
