import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { asProblem, isFinal } from '../../api/problem.ts'
import { beginReplacement, confirmReplacement, readRebind, whoJoinedReplacement } from '../../api/rebind.ts'
import type { RebindView } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { EnrolmentFlow } from '../../enrolment/enrolment-flow.tsx'
import { Doors } from '../../kit/doors.tsx'
import { GateFrame } from '../../kit/gate-frame.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import classes from '../sign-in/sign-in.module.css'
import { EndStep } from './end-step.tsx'
import { LostStep } from './lost-step.tsx'

/** Replaces what was lost, for whoever came by a way of recovery: name it, set up another, sign in afresh. */
export function RecoverPage() {
  const { t } = useTranslation('attempt')
  const { name } = usePortal()
  const [replaced, setReplaced] = useState(false)
  const stage = replaced ? 0 : 1
  return (
    <GateFrame stage={stage} name={name}>
      <div className={classes.flow}>
        <Doors stage={stage} labels={[t('doors.first'), t('doors.second')]} />
        {replaced ? <EndStep end="done" /> : <Replacing onReplaced={() => setReplaced(true)} />}
      </div>
    </GateFrame>
  )
}

function Replacing({ onReplaced }: { onReplaced: () => void }) {
  const queries = useQueryClient()
  const rebind = useQuery({
    queryKey: keys.rebind,
    queryFn: ({ signal }) => readRebind(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  if (rebind.error !== null && isFinal(asProblem(rebind.error))) return <EndStep end="gone" />
  if (rebind.data === undefined) return <QueryState query={rebind} height={240} />
  const named = (next: RebindView) => queries.setQueryData(keys.rebind, next)
  if (rebind.data.lost === undefined) return <LostStep rebind={rebind.data} onNamed={named} />
  return (
    <EnrolmentFlow
      factors={rebind.data.factors}
      because={[]}
      accountName={rebind.data.account.name}
      intent="replace"
      through={{ begin: beginReplacement, joined: whoJoinedReplacement, confirm: confirmReplacement }}
      onDone={onReplaced}
    />
  )
}
